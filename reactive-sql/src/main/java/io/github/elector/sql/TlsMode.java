// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a connection trusts who answers; the words are PostgreSQL's, for every database. */
public enum TlsMode {
    /** No TLS: whoever sits in between reads the password and may answer for the server. */
    DISABLE,
    /** TLS if the server offers it, whoever it is. */
    PREFER,
    /** TLS, whoever answers: nobody can listen, but anybody can pretend to be the server. */
    REQUIRE,
    /** TLS with somebody whose certificate comes from the right authority, for whatever host. */
    VERIFY_CA,
    /** TLS with the very host that was asked for. */
    VERIFY_FULL;

    /**
     * From its text.
     *
     * @throws IllegalArgumentException if it is none, naming all
     */
    static TlsMode of(String text) {
        return Arrays.stream(values())
                .filter(mode -> mode.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("tls.mode must be one of "
                        + Arrays.stream(values()).map(TlsMode::toString).collect(Collectors.joining(", "))));
    }

    /** Whether the server has to prove by its certificate who it is. */
    public boolean isVerified() {
        return this == VERIFY_CA || this == VERIFY_FULL;
    }

    /** As configurations write it, such as {@code verify-full}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
