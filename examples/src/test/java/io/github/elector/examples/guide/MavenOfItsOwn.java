// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A {@code mvn} with a local repository of its own, in front of the real one: what the page installs is not left in that of
 * whoever runs the test. It knows what is in there already, by links, unless {@code elector.guide.repository} is
 * {@code empty}.
 */
final class MavenOfItsOwn {
    private static final String USUAL = System.getProperty("user.home") + "/.m2/repository";

    private MavenOfItsOwn() {}

    /** The folder the program is in. */
    static List<Path> in(Path folder) throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        boolean empty = System.getProperty("elector.guide.repository", "").equals("empty");
        if (!empty) {
            link(Path.of(System.getProperty("elector.guide.repository.from", USUAL)), repository);
        }
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = bin.resolve("mvn");
        Files.writeString(program, """
                #!/bin/sh
                PATH="${PATH#*:}"
                exec mvn -Dmaven.repo.local="%s" "$@"
                """.formatted(repository));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return List.of(bin);
    }

    private static void link(Path from, Path to) throws IOException {
        Path ours = from.resolve("io/github/elector");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file));
                if (file.startsWith(ours)) {
                    continue;
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    linkOrCopy(file, copy);
                }
            }
        }
    }

    private static void linkOrCopy(Path file, Path copy) throws IOException {
        try {
            Files.createLink(copy, file);
        } catch (IOException | UnsupportedOperationException otherDisk) {
            Files.copy(file, copy);
        }
    }
}
