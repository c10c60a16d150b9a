// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plausible mistake.
 *
 * @param file the resource that tells it, without ending
 * @param title what is wrong, in a few words
 * @param whose where it was seen, or how one comes to make it
 * @param world which simulation hunts it, or null if none can see it
 * @param isQuick whether few schedules find it, so that it is hunted in every build
 * @param tests what catches it where no schedule did: test classes, or methods as {@code class#method}
 * @param changes what makes the mistake
 */
record Bug(
        String file,
        String title,
        String whose,
        @Nullable World world,
        boolean isQuick,
        List<String> tests,
        List<Change> changes) {
    /** A simulation. */
    enum World {
        HOST("io.github.elector.simulation.Hunt"),
        DRIVER("io.github.elector.driver.simulation.Hunt");

        /** The class that runs a schedule of it, by name: another loader has it. */
        final String hunt;

        World(String hunt) {
            this.hunt = hunt;
        }

        static @Nullable World of(String name) {
            return name.equals("no") ? null : valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    private static final Path FOLDER = Path.of("src", "test", "resources", "io", "github", "elector", "bugs");
    private static final String FILE_MARK = "--- ";
    private static final String INSTEAD_MARK = "--- instead";

    Bug {
        if (title.isBlank() || whose.isBlank() || changes.isEmpty()) {
            throw new IllegalArgumentException(file + ": a bug has a title, says whose it is, and changes something");
        }
        if (world == null && (isQuick || tests.isEmpty())) {
            throw new IllegalArgumentException(
                    file + ": what is not hunted is caught by tests, and quick is said of schedules");
        }
    }

    /** All there are, in the order of their files' names. */
    static List<Bug> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".bug"))
                    .sorted()
                    .map(Bug::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the bugs in " + FOLDER.toAbsolutePath(), unreadable);
        }
    }

    private static Bug read(Path file) {
        try {
            return parse(file.getFileName().toString().replace(".bug", ""), Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file, unreadable);
        }
    }

    /** Headers, then for every change the file's name, its text, a mark, and the text instead. */
    static Bug parse(String name, List<String> lines) {
        Map<String, String> headers = new HashMap<>();
        List<Change> changes = new ArrayList<>();
        int at = 0;
        for (; at < lines.size() && !lines.get(at).startsWith(FILE_MARK); at++) {
            header(name, lines.get(at), headers);
        }
        while (at < lines.size()) {
            String file = lines.get(at).substring(FILE_MARK.length());
            int instead = next(name, lines, at + 1, INSTEAD_MARK);
            int end = instead + 1;
            while (end < lines.size() && !lines.get(end).startsWith(FILE_MARK)) {
                end++;
            }
            changes.add(new Change(
                    file,
                    String.join("\n", lines.subList(at + 1, instead)),
                    String.join("\n", lines.subList(instead + 1, end))));
            at = end;
        }
        String tests = headers.getOrDefault("tests", "");
        return new Bug(
                name,
                headers.getOrDefault("title", ""),
                headers.getOrDefault("whose", ""),
                World.of(headers.getOrDefault("hunted", "host")),
                "yes".equals(headers.get("quick")),
                tests.isEmpty() ? List.of() : List.of(tests.split("\\s+")),
                changes);
    }

    private static void header(String name, String line, Map<String, String> headers) {
        int colon = line.indexOf(": ");
        if (colon < 0 || !List.of("title", "whose", "hunted", "quick", "tests").contains(line.substring(0, colon))) {
            throw new IllegalArgumentException(name + ": '" + line
                    + "' is no header; give title, whose, hunted by driver or no, and quick or tests");
        }
        headers.put(line.substring(0, colon), line.substring(colon + 2));
    }

    private static int next(String name, List<String> lines, int from, String mark) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).equals(mark)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + ": after a file's text comes a line '" + mark + "'");
    }

    /** Its place among the others. */
    String number() {
        return file.replaceAll("-.*", "");
    }

    @Override
    public String toString() {
        return file + ", " + title;
    }
}
