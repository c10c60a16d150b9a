// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

/** Words of others in a message or a log: one line of bounded length. */
public final class OneLine {
    private static final int LONGEST = 300;

    private OneLine() {}

    /** The beginning of the text, without line ends and other characters that are not shown. */
    public static String of(String text) {
        String line = text.codePoints()
                .limit(LONGEST)
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.codePointCount(0, text.length()) > LONGEST ? line + "…" : line;
    }
}
