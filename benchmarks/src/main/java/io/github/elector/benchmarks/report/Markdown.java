// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A page of Markdown being made, as text. */
final class Markdown {
    private final StringBuilder page = new StringBuilder();

    Markdown heading(String title) {
        return line("").line("## " + title).line("");
    }

    /** A table begins: {@code l} for each column of words, {@code r} for each of numbers; the last holds for the rest. */
    Markdown columns(String alignment, String... titles) {
        String[] rules = new String[titles.length];
        for (int i = 0; i < titles.length; i++) {
            rules[i] = alignment.charAt(Math.min(i, alignment.length() - 1)) == 'l' ? "---" : "---:";
        }
        return row(titles).row(rules);
    }

    Markdown row(String... cells) {
        return line("| " + Arrays.stream(cells).map(Markdown::cell).collect(Collectors.joining(" | ")) + " |");
    }

    /** What would end a cell or its row does not. */
    private static String cell(String text) {
        return inOneLine(text).replace("|", "\\|");
    }

    static String inOneLine(String text) {
        return text.replaceAll("\\R+", " ");
    }

    Markdown line(String line) {
        page.append(line).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
