// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, line by line; nothing is kept unless somebody will read it. */
public final class Transcript {
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();

    private Transcript(boolean kept) {
        this.kept = kept;
    }

    public static Transcript none() {
        return new Transcript(false);
    }

    public static Transcript kept() {
        return new Transcript(true);
    }

    public void say(long nanos, Supplier<String> line) {
        if (kept) {
            lines.add(String.format("%12.3f ms  %s", nanos / 1e6, line.get()));
        }
    }

    public String tail(int most) {
        return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }
}
