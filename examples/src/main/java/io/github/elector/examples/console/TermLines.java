// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The lines of the components that are shown, by name, and which of them are not on the board as they are now. */
final class TermLines {
    /** How many components are shown. */
    static final int MOST = 100;

    private final SortedMap<String, TermLine> lines = new TreeMap<>();
    private final Set<String> unwritten = new LinkedHashSet<>();

    /** All of them, as they are whenever it is looked at. */
    Collection<TermLine> all() {
        return lines.values();
    }

    /** That component's, a new one if need be; null if there is no room. */
    @Nullable
    TermLine of(String component) {
        TermLine line = lines.get(component);
        if (line == null && lines.size() < MOST) {
            line = new TermLine(component, () -> unwritten.add(component));
            lines.put(component, line);
            unwritten.add(component);
        }
        return line;
    }

    boolean hasUnwritten() {
        return !unwritten.isEmpty();
    }

    /** Those that have waited longest to be written, no more than so many; they are taken for written from now on. */
    List<TermLine> takeUnwritten(int atMost) {
        List<String> taken = unwritten.stream().limit(atMost).toList();
        List<TermLine> due = new ArrayList<>();
        for (String component : taken) {
            unwritten.remove(component);
            due.add(lines.get(component));
        }
        return due;
    }
}
