// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the documentation.
 *
 * @param file where it is
 * @param text as it is
 */
record Page(Path file, String text) {
    /** The top of the project, seen from where tests run. */
    static final Path TOP = Path.of("..");

    private static final String FENCE = "```";
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

    /**
     * A fenced block.
     *
     * @param language as it is marked, or empty
     * @param text what is in it
     * @param line the number of its first line in the page
     * @param title the line of text before it, such as the name of a file, or empty
     */
    record Block(String language, String text, int line, String title) {}

    /** Every page at the top and in {@code docs}; decisions are history, and stay as they were. */
    static List<Page> all() {
        return Stream.concat(in(TOP).stream(), in(TOP.resolve("docs")).stream()).toList();
    }

    /** Every page in this folder. */
    static List<Page> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(Page::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A page in {@code docs}. */
    static Page named(String name) {
        return read(TOP.resolve("docs").resolve(name));
    }

    static Page read(Path file) {
        try {
            return new Page(file, Files.readString(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Such as {@code docs/events.md}. */
    String name() {
        return TOP.relativize(file).toString().replace('\\', '/');
    }

    /** Its fenced blocks, in order. */
    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        String title = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith(FENCE)) {
                title = line.isBlank() ? title : line;
                continue;
            }
            int first = i + 1;
            for (i = first; !lines.get(i).startsWith(FENCE); i++) {}
            blocks.add(new Block(
                    line.substring(FENCE.length()).strip(),
                    String.join("\n", lines.subList(first, i)) + "\n",
                    first + 1,
                    title));
            title = "";
        }
        return blocks;
    }

    /** Its blocks of this language. */
    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** Its text without the blocks. */
    String prose() {
        return text.replaceAll("(?ms)^```.*?^```", "");
    }

    /** What stands in back quotes, without the blocks. */
    List<String> spans() {
        return SPAN.matcher(prose()).results().map(span -> span.group(1)).toList();
    }

    /** Its section under this heading, up to the next of the same or a higher level. */
    String section(String heading) {
        int begin = text.indexOf(heading + "\n");
        if (begin < 0) {
            throw new AssertionError(name() + " has no section '" + heading + "'");
        }
        String rest = text.substring(begin + heading.length());
        String next = "(?m)^#{1," + heading.indexOf(' ') + "} ";
        return rest.split(next, 2)[0];
    }

    /** The first cells of the rows of the table that begins with this line: what they have in back quotes. */
    List<String> firstColumn(String header) {
        List<String> named = new ArrayList<>();
        for (String row : rows(header)) {
            SPAN.matcher(row.split("(?<!\\\\)\\|", 3)[1]).results().forEach(span -> named.add(span.group(1)));
        }
        return named;
    }

    /** The rows of the table that begins with this line. */
    List<String> rows(String header) {
        int begin = text.indexOf(header + "\n");
        if (begin < 0) {
            throw new AssertionError(name() + " has no table '" + header + "'");
        }
        return text.substring(begin)
                .lines()
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }
}
