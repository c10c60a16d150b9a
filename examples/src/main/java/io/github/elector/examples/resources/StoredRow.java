// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a row holds already, without its data.
 *
 * @param revision of its source
 * @param digest of its data, MD5 in lower-case hexadecimal: every database has that one
 */
record StoredRow(long revision, String digest) {
    /** Whether writing this would change nothing. A registry that was set up anew counts its revisions from 1 again. */
    boolean holds(Resource resource) {
        return revision == resource.revision() && digest.equals(digest(resource.text()));
    }

    static String digest(String text) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has MD5", absent);
        }
    }
}
