// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.UnknownKeys;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * TLS between a store and its server: {@code "tls": {"mode": "verify-full", "ca": "/etc/ssl/database-ca.pem"}} in the
 * {@code store} object, the same for every database.
 *
 * <p>Files are PEM and are read again for each new connection, so that a renewed certificate needs no restart.
 *
 * @param mode verify-full unless said otherwise
 * @param ca the file with the certificates of the authorities that may have signed the server's; without it those count
 *     that the JVM trusts
 * @param certificate the file with this client's certificate, for servers that ask for one; goes with {@code key}
 * @param key the file with its private key, not encrypted
 */
public record TlsOptions(
        TlsMode mode,
        @Nullable String ca,
        @Nullable String certificate,
        @Nullable String key) {
    private static final Set<String> KEYS = Set.of("mode", "ca", "certificate", "key");

    /**
     * Refuses what would have no effect.
     *
     * @throws IllegalArgumentException naming the option and what to do
     */
    public TlsOptions {
        refuseContent("ca", ca);
        refuseContent("certificate", certificate);
        refuseContent("key", key);
        if (ca != null && !mode.isVerified()) {
            throw new IllegalArgumentException("tls.ca has no effect with tls.mode " + mode + ": set tls.mode to "
                    + TlsMode.VERIFY_FULL + ", or remove tls.ca");
        }
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("tls.certificate and tls.key go together: "
                    + (key == null ? "tls.key" : "tls.certificate") + " is missing");
        }
        if (certificate != null && mode == TlsMode.DISABLE) {
            throw new IllegalArgumentException("tls.certificate has no effect with tls.mode " + mode
                    + ": set tls.mode to " + TlsMode.VERIFY_FULL + ", or remove tls.certificate and tls.key");
        }
    }

    /** Without a client's certificate; {@code ca} may be null, then the JVM's authorities count. */
    public static TlsOptions of(TlsMode mode, @Nullable String ca) {
        return new TlsOptions(mode, ca, null, null);
    }

    /**
     * From JSON; an unknown key is warned about.
     *
     * @throws IllegalArgumentException if a value is of another type or would have no effect
     */
    static TlsOptions of(JsonObject json) {
        UnknownKeys.warn("tls option", json, KEYS);
        String mode = text(json, "mode");
        return new TlsOptions(
                mode == null ? TlsMode.VERIFY_FULL : TlsMode.of(mode),
                text(json, "ca"),
                text(json, "certificate"),
                text(json, "key"));
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject().put("mode", mode.toString());
        put(json, "ca", ca);
        put(json, "certificate", certificate);
        put(json, "key", key);
        return json;
    }

    private static void put(JsonObject json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static @Nullable String text(JsonObject json, String key) {
        Object value = json.getValue(key);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new IllegalArgumentException("tls." + key + " must be a text in quotes");
    }

    /** It would be repeated in messages, and be somebody's private key. */
    private static void refuseContent(String key, @Nullable String path) {
        if (path != null
                && (path.isBlank() || path.contains("-----") || path.lines().count() > 1)) {
            throw new IllegalArgumentException("tls." + key + " must be the path of a PEM file, not what is in it");
        }
    }
}
