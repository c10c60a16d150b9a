// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A stranger's transaction that is open until it is closed. */
record Transaction(Connection connection) implements Ground.Held {
    static Transaction begun(Jdbc administrator, String sql) {
        try {
            Connection connection = administrator.transaction();
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
            return new Transaction(connection);
        } catch (SQLException failed) {
            throw new IllegalStateException("SQL of the matrix failed: " + sql, failed);
        }
    }

    /** Rolls it back. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // And its locks with it.
        }
    }
}
