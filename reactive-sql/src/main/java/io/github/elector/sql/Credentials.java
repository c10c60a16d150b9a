// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.Objects;

/**
 * Who logs in to a database, and how to prove it.
 *
 * @param user the name
 * @param password the password, or a token that is taken for one
 */
public record Credentials(String user, String password) {
    /** Neither may be null. */
    public Credentials {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
