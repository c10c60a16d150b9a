// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.github.elector.lease.Shown;
import java.nio.charset.StandardCharsets;

/** The rule for texts that come from outside and go into columns. */
final class Texts {
    private Texts() {}

    /**
     * The text, if it has something in it, fits and is one line.
     *
     * @param longest in bytes
     * @throws IllegalArgumentException if not; the message names what it is and shows its beginning
     */
    static String checked(String what, String text, int longest) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " is blank");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw new IllegalArgumentException(
                    what + " '" + Shown.text(text) + "' is longer than the " + longest + " bytes of its column");
        }
        if (text.codePoints().anyMatch(Texts::isOutOfPlace)) {
            throw new IllegalArgumentException(
                    what + " '" + Shown.text(text) + "' holds control characters or half of a character");
        }
        return text;
    }

    /** Databases refuse a NUL and half of a character; a line end would break a log. */
    private static boolean isOutOfPlace(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }
}
