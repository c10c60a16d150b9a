// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API of futures and its counterpart in other words, compared method by method: the same name, and for each type of the
 * one the type of the other that stands for it.
 */
public final class Parity {
    private final Map<String, String> words = new LinkedHashMap<>();
    private final Map<Class<?>, Class<?>> pairs = new LinkedHashMap<>();

    /** In which this type of the counterpart stands for that one. */
    public Parity word(Class<?> original, Class<?> counterpart) {
        words.put(original.getName(), counterpart.getName());
        return this;
    }

    /** Whose methods are compared, and which stand for each other in the methods of the rest. */
    public Parity pair(Class<?> original, Class<?> counterpart) {
        pairs.put(original, counterpart);
        return word(original, counterpart);
    }

    /**
     * What is wrong: each public method without a counterpart that is no exception, and each exception that is none.
     *
     * @param exceptions by {@code Type.method}, why there is no counterpart
     */
    public List<String> complaints(Map<String, String> exceptions) {
        Set<String> unused = new TreeSet<>(exceptions.keySet());
        List<String> complaints = new ArrayList<>();
        pairs.forEach((original, counterpart) -> {
            List<String> there =
                    publicMethods(counterpart).map(Parity::signature).toList();
            publicMethods(original)
                    .filter(method -> !there.contains(translated(signature(method))))
                    .forEach(method -> {
                        String key = original.getSimpleName() + "." + method.getName();
                        unused.remove(key);
                        if (!exceptions.containsKey(key)) {
                            complaints.add(counterpart.getSimpleName() + " lacks " + translated(signature(method)));
                        }
                    });
        });
        unused.forEach(key -> complaints.add(key + " is no exception: it has its counterpart, or is gone"));
        return complaints;
    }

    /**
     * The public types in the package of {@code anchor} with a public method that takes or returns this type, by their
     * simple names.
     */
    public static Set<String> typesThatUse(Class<?> used, Class<?> anchor) {
        String name = anchor.getPackageName();
        try (Stream<Path> files = Files.list(Path.of(anchor.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(name.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> load(anchor, name + "." + file.substring(0, file.length() - ".class".length())))
                    .filter(type -> Modifier.isPublic(type.getModifiers()))
                    .filter(type -> publicMethods(type)
                            .anyMatch(method -> signature(method).contains(used.getName())))
                    .map(Class::getSimpleName)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | URISyntaxException unreadable) {
            throw new AssertionError("the classes beside " + anchor, unreadable);
        }
    }

    private static Class<?> load(Class<?> anchor, String name) {
        try {
            return Class.forName(name, false, anchor.getClassLoader());
        } catch (ClassNotFoundException unreadable) {
            throw new AssertionError(name, unreadable);
        }
    }

    private static Stream<Method> publicMethods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
    }

    private static String signature(Method method) {
        return (Modifier.isStatic(method.getModifiers()) ? "static " : "")
                + method.getGenericReturnType().getTypeName()
                + " " + method.getName()
                + Arrays.stream(method.getGenericParameterTypes())
                        .map(Type::getTypeName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private String translated(String signature) {
        String translated = signature;
        for (Map.Entry<String, String> word : words.entrySet()) {
            translated = translated.replaceAll(
                    "(?<![\\w.])" + word.getKey().replace(".", "\\.") + "(?!\\w)",
                    word.getValue().replace("$", "\\$"));
        }
        return translated;
    }
}
