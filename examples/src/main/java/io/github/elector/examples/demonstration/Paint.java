// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import picocli.CommandLine.Help.Ansi;

/** Colours for a terminal; none where there is no terminal, or NO_COLOR is set. */
final class Paint {
    private final boolean on;

    Paint() {
        this(Ansi.AUTO.enabled());
    }

    /** With colours or without, wherever it is shown. */
    Paint(boolean on) {
        this.on = on;
    }

    String bold(String text) {
        return code("1", text);
    }

    String good(String text) {
        return code("32", text);
    }

    String bad(String text) {
        return code("1;31", text);
    }

    String faint(String text) {
        return code("2", text);
    }

    /** Each replica has its own. */
    String node(int number, String text) {
        return code(Integer.toString(33 + (number + 1) % 4), text);
    }

    private String code(String code, String text) {
        return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
