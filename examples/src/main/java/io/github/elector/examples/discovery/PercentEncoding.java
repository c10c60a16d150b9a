// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Names of nodes that hold characters a path does not: {@code com.acme.Outer%24Inner}. */
final class PercentEncoding {
    private static final char REPLACEMENT = '\ufffd';

    private PercentEncoding() {}

    /**
     * The text that was encoded; the {@code $} that some leave as it is is taken as it is.
     *
     * @throws BadNodeException if it is malformed
     */
    static String decode(String name) {
        String text;
        try {
            text = URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            // Its message repeats the name.
            throw new BadNodeException("its name has a percent sign that is not followed by two digits");
        }
        if (text.indexOf(REPLACEMENT) >= 0 && name.indexOf(REPLACEMENT) < 0) {
            throw new BadNodeException("its name is not percent-encoded UTF-8");
        }
        return text;
    }
}
