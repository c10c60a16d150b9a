// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.regex.Pattern;

/**
 * What a statement behind a fence looks like on MySQL and MariaDB. Nothing takes back there what was written past the
 * check, so what commonly lets it be passed is refused before it is sent.
 */
final class MysqlFencedText {
    // Strings, quoted names and comments, where words mean nothing.
    private static final Pattern QUOTED = Pattern.compile(
            "'(?:[^'\\\\]++|\\\\.|'')*+'|\"(?:[^\"\\\\]++|\\\\.|\"\")*+\"|`[^`]*+`|/\\*.*?\\*/|--\\s[^\n]*+|#[^\n]*+",
            Pattern.DOTALL);
    // Parentheses with nothing to look at in them: neither others nor the marker.
    private static final Pattern GROUP = Pattern.compile("\\([^(){]*+\\)");
    private static final Pattern WRITE = word("^\\s*+(?:INSERT|REPLACE|UPDATE|DELETE|WITH)\\b");
    private static final Pattern RETURNING = word("\\bRETURNING\\b");
    private static final Pattern CONDITION = word("\\bWHERE\\b.*" + Pattern.quote(Fence.MARKER));
    private static final Pattern OR = word("\\b(?:OR|XOR)\\b|\\|\\|");

    private MysqlFencedText() {}

    /**
     * Nothing, if it looks as it should.
     *
     * @throws IllegalArgumentException with what is wrong and how to write it instead
     */
    static void check(String sql) {
        String bare = QUOTED.matcher(sql).replaceAll(" ");
        refuseIf(count(bare) != count(sql), "has " + Fence.MARKER + " in a string or a comment: take it out of that");
        refuseIf(!WRITE.matcher(bare).find(), "is no INSERT, UPDATE or DELETE, and only those can be fenced");
        refuseIf(RETURNING.matcher(bare).find(), "has a RETURNING, which would hide what it wrote: leave that out");
        refuseIf(
                !CONDITION.matcher(bare).find(),
                "has " + Fence.MARKER + " outside of its WHERE: put it there, in an INSERT … SELECT … FROM DUAL WHERE "
                        + Fence.MARKER + " too");
        refuseIf(
                OR.matcher(withoutGroups(bare)).find(),
                "has an OR beside " + Fence.MARKER + ", which would pass the fence: put what it joins in parentheses");
    }

    private static void refuseIf(boolean wrong, String what) {
        if (wrong) {
            throw new IllegalArgumentException("the fenced statement " + what);
        }
    }

    private static String withoutGroups(String text) {
        String before;
        String after = text;
        do {
            before = after;
            after = GROUP.matcher(before).replaceAll(" ");
        } while (!after.equals(before));
        return after;
    }

    private static int count(String text) {
        return text.split(Pattern.quote(Fence.MARKER), -1).length - 1;
    }

    private static Pattern word(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
