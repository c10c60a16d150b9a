// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The command line of a JVM, read as its launcher reads it.
 *
 * <p>Not every process that has {@code -Dname=value} somewhere is that JVM: {@code timeout 60 java -D…}, {@code sh -c "java
 * -D…"} and {@code grep -- -D…} have it too. So the program has to be {@code java}, and only what stands in front of the main
 * class counts; behind it are arguments of the program.
 *
 * @param properties by {@code -D}, the last of a name, as in the JVM itself
 */
record JavaCommand(Map<String, String> properties) {
    private static final Set<String> PROGRAMS = Set.of("java", "javaw", "java.exe", "javaw.exe");
    private static final Set<String> WITH_A_VALUE = Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-reads",
            "--add-exports",
            "--add-opens",
            "--patch-module",
            "--enable-native-access",
            "--source");
    private static final Set<String> LAST = Set.of("-jar", "-m", "--module");

    /** The JVM with this command line, its program first; nothing if it is none. */
    static Optional<JavaCommand> of(List<String> command) {
        if (command.isEmpty() || !PROGRAMS.contains(fileName(command.get(0)))) {
            return Optional.empty();
        }
        Map<String, String> properties = new HashMap<>();
        for (int i = 1; i < command.size(); i++) {
            String option = command.get(i);
            if ((!option.startsWith("-") && !option.startsWith("@")) || LAST.contains(option)) {
                break;
            }
            if (option.startsWith("-D")) {
                int equals = option.indexOf('=');
                properties.put(
                        option.substring(2, equals < 0 ? option.length() : equals),
                        equals < 0 ? "" : option.substring(equals + 1));
            } else if (WITH_A_VALUE.contains(option)) {
                i++;
            }
        }
        return Optional.of(new JavaCommand(properties));
    }

    private static String fileName(String program) {
        return program.substring(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
    }
}
