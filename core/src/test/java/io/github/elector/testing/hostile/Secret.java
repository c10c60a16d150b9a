// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A password that occurs nowhere else, and the forms in which somebody could have said it all the same: as it is, in other
 * case, percent-encoded, in hexadecimal and in Base64 at each of its three alignments.
 */
public final class Secret {
    /** Letters and digits only, so that it stands unchanged in a URI. */
    public static final Secret TOKEN = new Secret("Zq7Xv9Kw3Jy5Hb1Mf8");

    private final String value;
    private final List<String> forms = new ArrayList<>();

    private Secret(String value) {
        this.value = value;
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        StringBuilder percent = new StringBuilder();
        StringBuilder hex = new StringBuilder();
        for (byte each : bytes) {
            percent.append('%').append(String.format("%02x", each));
            hex.append(String.format("%02x", each));
        }
        forms.add(value.toLowerCase(Locale.ROOT));
        forms.add(percent.toString());
        forms.add(hex.toString());
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            String base64 = Base64.getEncoder().encodeToString(shifted);
            // What stands at both ends depends on the neighbours.
            forms.add(base64.substring(4, base64.length() - 4).toLowerCase(Locale.ROOT));
        }
    }

    /** The password itself. */
    public String value() {
        return value;
    }

    /** With every character percent-encoded. */
    public String percentEncoded() {
        return forms.get(1);
    }

    /** Whether the text says it in any form. */
    public boolean isIn(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return forms.stream().anyMatch(lower::contains);
    }

    /** The password. */
    @Override
    public String toString() {
        return value;
    }
}
