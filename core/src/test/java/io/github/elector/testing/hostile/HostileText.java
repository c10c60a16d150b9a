// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import java.util.List;
import java.util.Random;

/** Texts nobody should take at their word. */
public final class HostileText {
    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-:/";
    private static final String SECRET = Secret.TOKEN.value();
    private static final int HUGE = 10 << 20;

    private static final List<String> MARKS = List.of(
            "'",
            "\"",
            "`",
            ";",
            "--",
            "/*",
            "*/",
            "\\",
            "\\'",
            "''",
            "\u0000",
            "\r\n",
            "\n",
            "\r",
            "\t",
            "\b",
            "\u001b[31m",
            "\u0085",
            "\u2028",
            "\u2029",
            "\u202e",
            "\u2066",
            "\u200b",
            "\ufeff",
            "\u00a0",
            "\ud83d\udc51",
            "\ud83d",
            "\udc51",
            "\ud800\ud800",
            "\ufffe",
            "\uffff",
            "%",
            "%n",
            "%s",
            "%00",
            "%25",
            "$",
            "$1",
            "${x}",
            "${jndi:ldap://x}",
            "{}",
            "{0}",
            "?",
            "*",
            "<script>",
            "&amp;",
            "@",
            "#",
            " ",
            "é",
            "е",
            "Ａ",
            "ｂ",
            "ı",
            "ſ",
            "K",
            "ß",
            "١",
            "‥",
            "／");

    private static final List<String> INJECTIONS = List.of(
            "x'; DROP TABLE leader_leases; --",
            "x\"; DROP TABLE leader_leases; --",
            "x`; DROP TABLE leader_leases; --",
            "' OR '1'='1",
            "\\'; UPDATE leader_leases SET term = 0; --",
            "x') ON CONFLICT DO NOTHING; DELETE FROM leader_sessions; --",
            "$$; DELETE FROM leader_sessions; $$",
            "/*!50000 DELETE FROM leader_sessions */",
            "\u02bc; DROP TABLE leader_leases; --",
            "../../etc/passwd",
            "..",
            ".",
            "/",
            "null",
            "undefined",
            "NaN",
            "true",
            "0",
            "-1",
            "1e999",
            "9223372036854775808",
            "elected\" severity=\"INFO\"\nERROR forged line");

    private static final List<String> URIS = List.of(
            "postgresql://user:" + SECRET + "@host:5432/db",
            "user:" + SECRET + "@host/db",
            "//user:" + SECRET + "@host/db",
            "mysql://host/db?password=" + SECRET,
            "postgresql://user:" + SECRET + "/x@host",
            "jdbc:postgresql://host/db?user=u&password=" + SECRET);

    private HostileText() {}

    /** Anything: names as they should be, names with something in them, and what was never a name. */
    public static String any(Random random) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> name(random, 1 + random.nextInt(128));
            case 2, 3, 4 -> spoilt(random, name(random, 1 + random.nextInt(40)));
            case 5 -> pick(random, INJECTIONS);
            case 6 -> pick(random, URIS);
            case 7 -> spoilt(random, pick(random, random.nextBoolean() ? URIS : INJECTIONS));
            case 8 -> name(random, 120 + random.nextInt(20));
            case 9 -> pick(random, MARKS).repeat(random.nextInt(5));
            case 10 -> anyCharacters(random, random.nextInt(60));
            default -> random.nextInt(400) == 0 ? huge(random) : name(random, random.nextInt(5_000));
        };
    }

    /** The same, but not the ten megabytes. */
    public static String small(Random random) {
        String any = any(random);
        return any.length() > 6_000 ? pick(random, MARKS) : any;
    }

    /** Of the characters of a name, so long. */
    public static String name(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(PLAIN.charAt(random.nextInt(PLAIN.length())));
        }
        return text.toString();
    }

    /** With something in it that does not belong there. */
    public static String spoilt(Random random, String text) {
        int at = random.nextInt(text.length() + 1);
        return text.substring(0, at) + pick(random, MARKS) + text.substring(at);
    }

    static <T> T pick(Random random, List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private static String anyCharacters(Random random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }

    private static String huge(Random random) {
        String unit = random.nextBoolean() ? name(random, 16) : pick(random, URIS);
        return unit.repeat(HUGE / unit.length());
    }
}
