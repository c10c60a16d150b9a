// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The source text of the modules, by file. */
final class Sources {
    private static final List<String> MODULES = List.of("core", "reactive-sql", "examples", "benchmarks");

    private Sources() {}

    /** The Java of what is shipped: core and the stores. */
    static Map<Path, String> shipped() {
        Map<Path, String> files = new TreeMap<>();
        for (String module : MODULES.subList(0, 2)) {
            files.putAll(in(Page.TOP.resolve(module).resolve("src/main"), ".java"));
        }
        return files;
    }

    /** All Java there is, tests included. */
    static Map<Path, String> all() {
        Map<Path, String> files = new TreeMap<>();
        MODULES.forEach(module -> files.putAll(in(Page.TOP.resolve(module).resolve("src"), ".java")));
        return files;
    }

    /** The SQL that is shipped. */
    static Map<Path, String> sql() {
        return in(Page.TOP.resolve("reactive-sql/src/main/resources"), ".sql");
    }

    private static Map<Path, String> in(Path folder, String ending) {
        Map<Path, String> read = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    (Iterable<Path>) files.filter(name -> name.toString().endsWith(ending))::iterator) {
                read.put(file, Files.readString(file));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return read;
    }
}
