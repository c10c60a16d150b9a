// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.List;
import java.util.regex.Pattern;

/** Names that somebody might put into a row to do harm with. */
final class Hostile {
    static final List<String> NAMES = List.of(
            "<script>document.title='owned'</script>",
            "<img src=x onerror=\"document.title='owned'\">",
            "\"><svg onload=document.title='owned'>",
            "'; document.title='owned'; //",
            "</style><style>body{display:none}</style>",
            "javascript:document.title='owned'",
            "{{constructor.constructor('document.title=1')()}}",
            "${document.title='owned'}",
            "\u202Etxt.exe\u202C \u05D0\u05D1\u05D2 \u2066\u2069",
            "line\r\nid: 99\r\n\r\nevent: snapshot\r\ndata: {}",
            "a\u0000b\u0007c\u001B[31m\u2028\u2029",
            "Z\u0351\u036B\u0343\u036A\u0302\u036B\u033D\u034F\u0334\u0319\u0324\u031E\u0349\u035A\u032F\u031E\u0320\u034D",
            "\uD83D\uDC69\u200D\uD83D\uDCBB \uD800",
            "__proto__",
            "constructor",
            "x".repeat(250),
            "\uFDFD".repeat(125),
            " ",
            "");

    private static final Pattern UNSEEN = Pattern.compile(
            "[\\x00-\\x1f\\x7f-\\x9f\\x{200b}\\x{200e}\\x{200f}\\x{2028}-\\x{202e}\\x{2060}-\\x{206f}\\x{feff}]");

    private Hostile() {}

    /** As it can be sent: a lone half of a character is none. */
    static String sent(String name) {
        return name.replace('\uD800', '?');
    }

    /** As the page shows it: with what is not seen written out. */
    static String shown(String name) {
        return name.isBlank()
                ? '"' + name + '"'
                : UNSEEN.matcher(sent(name))
                        .replaceAll(unseen ->
                                String.format("\\\\u%04x", (int) unseen.group().charAt(0)));
    }
}
