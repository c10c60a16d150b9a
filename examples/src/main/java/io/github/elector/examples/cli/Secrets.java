// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import java.util.regex.Pattern;

/** Takes out of a text what could be a database's password, for texts that repeat what somebody typed. */
public final class Secrets {
    // What our own messages show as the form of a URI stays.
    private static final Pattern USER_INFO = Pattern.compile("://(?!user:password@)\\S*@");
    private static final Pattern PARAMETER = Pattern.compile("(?i)(pass\\w*|pwd|secret)(\\s*[=:]\\s*)[^\\s&;]+");

    private Secrets() {}

    /** The same without them, in one line: control characters become spaces. */
    public static String hidden(String text) {
        String withoutUsers = USER_INFO.matcher(text).replaceAll("://…@");
        return PARAMETER.matcher(withoutUsers).replaceAll("$1$2…").replaceAll("[\\x00-\\x1f\\x7f]+", " ");
    }
}
