// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The lines of the components that are shown, by name: those whose leader changed last. And which of them are not on the
 * board as they are now.
 */
final class TermLines {
    /** How many components are shown. */
    static final int MOST = 100;

    private final SortedMap<String, TermLine> lines = new TreeMap<>();
    private final Set<String> unwritten = new LinkedHashSet<>();
    private final Set<String> dropped = new LinkedHashSet<>();

    /** All of them, as they are whenever it is looked at. */
    Collection<TermLine> all() {
        return lines.values();
    }

    /** Their components, in order. */
    List<String> names() {
        return List.copyOf(lines.keySet());
    }

    /** That component's, if it is shown. */
    @Nullable
    TermLine find(String component) {
        return lines.get(component);
    }

    /**
     * That component's, whose leader changed then; a new one if need be, instead of the one that changed longest ago. Null
     * if all others changed later.
     */
    @Nullable
    TermLine of(String component, long changedMillis) {
        TermLine line = lines.get(component);
        if (line == null && hasRoom(changedMillis)) {
            line = new TermLine(component, () -> unwritten.add(component));
            lines.put(component, line);
            dropped.remove(component);
            unwritten.add(component);
        }
        return line;
    }

    /** Drops those of other components, which may be led by anybody by now; but what this replica leads it knows. */
    void keep(Set<String> components) {
        List.copyOf(lines.values()).stream()
                .filter(line -> !components.contains(line.component()) && !line.isLedHere())
                .forEach(this::drop);
    }

    boolean hasUnwritten() {
        return !unwritten.isEmpty();
    }

    /** Those that were dropped and not shown again since this was asked last. */
    List<String> takeDropped() {
        List<String> taken = List.copyOf(dropped);
        dropped.clear();
        return taken;
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

    private boolean hasRoom(long changedMillis) {
        if (lines.size() == MOST) {
            TermLine oldest = Collections.min(lines.values(), Comparator.comparingLong(TermLine::changedMillis));
            if (oldest.changedMillis() < changedMillis) {
                drop(oldest);
            }
        }
        return lines.size() < MOST;
    }

    private void drop(TermLine line) {
        lines.remove(line.component());
        unwritten.remove(line.component());
        dropped.add(line.component());
    }
}
