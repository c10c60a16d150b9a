// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

/**
 * One place of the shipped code, and what a mistake makes of it.
 *
 * @param file below the source folder, with slashes
 * @param shipped the text as it stands there, exactly once
 * @param mistaken what stands there instead
 */
record Change(String file, String shipped, String mistaken) {
    Change {
        if (shipped.isBlank() || shipped.equals(mistaken)) {
            throw new IllegalArgumentException(
                    file + ": a change needs a text to replace, and another one instead of it");
        }
    }

    /** The source with the mistake in it. */
    String applyTo(String source) {
        int at = source.indexOf(shipped);
        if (at < 0) {
            throw new IllegalStateException(
                    file + " no longer says what this mistake changes; bring it up to date:\n" + shipped);
        }
        if (source.indexOf(shipped, at + 1) >= 0) {
            throw new IllegalStateException(file + " says this more than once; name more of it:\n" + shipped);
        }
        return source.substring(0, at) + mistaken + source.substring(at + shipped.length());
    }
}
