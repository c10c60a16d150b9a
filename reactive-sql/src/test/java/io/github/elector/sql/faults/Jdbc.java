// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The administrator's way to a server, past every proxy. One thread. */
final class Jdbc implements AutoCloseable {
    private final String url;
    private Connection connection;

    Jdbc(String url) {
        this.url = url;
    }

    /** The JDBC URL of the server a URI names, with its user. */
    static String url(Brand brand, String uri) {
        URI where = URI.create(uri);
        String[] login = (where.getUserInfo() == null ? "root:" : where.getUserInfo()).split(":", 2);
        String password = login.length > 1 ? login[1] : "";
        String address = where.getHost() + ":" + where.getPort() + where.getPath() + "?user=" + login[0] + "&password="
                + password;
        return brand == Brand.POSTGRES
                ? "jdbc:postgresql://" + address + "&loginTimeout=5&ApplicationName=faults"
                : "jdbc:mariadb://" + address + "&allowMultiQueries=true&connectTimeout=5000";
    }

    /** Another connection, which begins a transaction. */
    Connection transaction() throws SQLException {
        Connection own = DriverManager.getConnection(url);
        own.setAutoCommit(false);
        return own;
    }

    /** Runs SQL, also several statements; on a new connection if the old one is gone. */
    void execute(String sql) {
        try (Statement statement = open().createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            close();
            throw new IllegalStateException("SQL of the matrix failed: " + sql, failed);
        }
    }

    /** What {@code read} makes of each row. */
    <T> List<T> query(String sql, Reader<T> read) {
        try (Statement statement = open().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(read.read(rows));
            }
            return all;
        } catch (SQLException failed) {
            close();
            throw new IllegalStateException("SQL of the matrix failed: " + sql, failed);
        }
    }

    /** Makes something of the current row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private Connection open() throws SQLException {
        if (connection == null || !connection.isValid(2)) {
            close();
            connection = DriverManager.getConnection(url);
        }
        return connection;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            // That is what was wanted.
        }
        connection = null;
    }
}
