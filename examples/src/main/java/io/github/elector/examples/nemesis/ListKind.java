// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import java.util.Arrays;
import java.util.Locale;

/** How a leader adds to a list: each reads it, thinks a little, and writes back what it read with one number more. */
enum ListKind {
    /** The write carries the fence in its own condition. */
    STATEMENT(true, "one fenced statement"),
    /** Reading, thinking and writing are one fenced transaction. */
    TRANSACTION(true, "a fenced transaction"),
    /** The term is asked before, and nobody else. */
    UNFENCED(false, "isValid() and no fence");

    private final boolean fenced;
    private final String title;

    ListKind(boolean fenced, String title) {
        this.fenced = fenced;
        this.title = title;
    }

    boolean isFenced() {
        return fenced;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** Its name in tables and reports. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static ListKind of(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no list is of kind '" + text + "'"));
    }
}
