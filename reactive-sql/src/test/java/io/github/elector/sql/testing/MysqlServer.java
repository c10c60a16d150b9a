// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.mysqlclient.MySQLException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A MySQL or MariaDB server tests may use: one that was given, or one of our own. */
public interface MysqlServer extends AutoCloseable {
    /** ER_NO_SUCH_THREAD. */
    int UNKNOWN_THREAD = 1094;

    /** Where it is, with a user who may do everything. */
    String uri();

    /** Frees what belongs to us; a server that was given stays as it is. */
    @Override
    void close();

    /** A new, empty database on this server; its name. */
    default String freshDatabase() {
        String name = PostgresServer.Fresh.name("elector");
        execute("CREATE DATABASE " + name);
        return name;
    }

    /** A new user who may log in with this password and do nothing else; the URI it connects to this database with. */
    default String freshUser(String password, String database) {
        String name = PostgresServer.Fresh.name("u");
        execute("CREATE USER '" + name + "'@'%' IDENTIFIED BY '" + password + "'");
        return uri(database).replaceFirst("//([^@/]*@)?", "//" + name + ":" + password + "@");
    }

    /**
     * A new user who may log in with this password and has the rights an elector needs on the tables in this database: no
     * DELETE, and nothing else. The URI it connects with.
     */
    default String freshGrantedUser(String password, String database) {
        String uri = freshUser(password, database);
        String user = MySQLConnectOptions.fromUri(uri).getUser();
        for (String table : List.of("leader_sessions", "leader_leases")) {
            execute("GRANT SELECT, INSERT, UPDATE ON " + database + "." + table + " TO '" + user + "'@'%'");
        }
        return uri;
    }

    /** The same server and user, another database. */
    default String uri(String database) {
        return PostgresServer.withDatabase(uri(), database);
    }

    /** A proxy in front of this server. */
    default TcpProxy proxy() {
        MySQLConnectOptions where = MySQLConnectOptions.fromUri(uri());
        return new TcpProxy(where.getHost(), where.getPort());
    }

    /** Runs SQL, also several statements, on a connection of its own, and waits for it. */
    default RowSet<Row> execute(String sql) {
        return execute(uri(), sql);
    }

    /** Ends the connection with this number; false if it was gone already, as what tidies up after an opening soon is. */
    default boolean kill(long connection) {
        try {
            execute("KILL " + connection);
            return true;
        } catch (IllegalStateException refused) {
            if (refused.getCause() instanceof MySQLException mysql && mysql.getErrorCode() == UNKNOWN_THREAD) {
                return false;
            }
            throw refused;
        }
    }

    /** Runs SQL, also several statements, on a connection of its own, and waits for it. */
    static RowSet<Row> execute(String uri, String sql) {
        Future<RowSet<Row>> done = MySQLConnection.connect(PostgresServer.Fresh.VERTX, MySQLConnectOptions.fromUri(uri))
                .compose(connection -> connection.query(sql).execute().eventually(() -> connection.close()));
        try {
            return done.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("SQL of a test fixture failed: " + failed.getCause(), failed.getCause());
        }
    }
}
