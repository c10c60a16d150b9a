// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.sql.testing.EmbeddedPostgresServer;

/** The PostgreSQL of all tests that do not hurt it; ends with the JVM. */
public final class SharedServer {
    static final EmbeddedPostgresServer SERVER = new EmbeddedPostgresServer();
    /** Stands in each URI, and must not be seen anywhere. */
    public static final String PASSWORD = "open-sesame";

    private SharedServer() {}

    /** A new, empty database; the password is not asked for, and must not be shown. */
    public static String freshDatabase() {
        return SERVER.freshDatabase().replace("postgres:postgres@", "postgres:" + PASSWORD + "@");
    }
}
