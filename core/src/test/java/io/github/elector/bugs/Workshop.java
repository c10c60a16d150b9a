// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles shipped files with changes in them, in memory; the files themselves stay as they are. */
final class Workshop implements AutoCloseable {
    private static final Path SOURCES = Path.of("src", "main", "java");

    private final JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files;

    Workshop() {
        if (javac == null) {
            throw new IllegalStateException("no compiler: run the tests with a JDK");
        }
        files = javac.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    }

    /** The classes of all files that these changes touch, by name. */
    Map<String, byte[]> compile(List<Change> changes) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Change change : changes) {
            String source = sources.computeIfAbsent(change.file(), Workshop::shipped);
            sources.put(change.file(), change.applyTo(source));
        }
        return compile(sources);
    }

    /** The classes of this file as it is shipped. */
    Map<String, byte[]> compileUnchanged(String file) {
        return compile(Map.of(file, shipped(file)));
    }

    /** One at a time: the file manager of the compiler is for one thread. */
    private synchronized Map<String, byte[]> compile(Map<String, String> sources) {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((file, text) -> units.add(new Source(file, text)));
        StringWriter complaints = new StringWriter();
        InMemory classes = new InMemory(files);
        List<String> options = List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"));
        if (!javac.getTask(complaints, classes, null, options, null, units).call()) {
            throw new IllegalStateException("the change does not compile:\n" + complaints);
        }
        return classes.byName();
    }

    private static String shipped(String file) {
        Path path = SOURCES.resolve(file);
        try {
            return Files.readString(path);
        } catch (IOException missing) {
            throw new UncheckedIOException("no shipped file " + path.toAbsolutePath(), missing);
        }
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String file, String text) {
            super(URI.create("string:///" + file), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is written. */
    private static final class InMemory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, java.io.ByteArrayOutputStream> written = new HashMap<>();

        InMemory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public java.io.OutputStream openOutputStream() {
                    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }

        @Override
        public void close() {
            // The files behind it are used again.
        }

        Map<String, byte[]> byName() {
            Map<String, byte[]> classes = new HashMap<>();
            written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }
    }
}
