// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.sql.testing.EmbeddedPostgresServer;

/** The PostgreSQL of all tests that do not hurt it; ends with the JVM. */
final class SharedServer {
    static final EmbeddedPostgresServer SERVER = new EmbeddedPostgresServer();
    /** Stands in each URI, and must not be seen anywhere. */
    static final String PASSWORD = "open-sesame";

    private SharedServer() {}

    /** A new, empty database; the password is not asked for, and must not be shown. */
    static String freshDatabase() {
        return SERVER.freshDatabase().replace("postgres:postgres@", "postgres:" + PASSWORD + "@");
    }
}
