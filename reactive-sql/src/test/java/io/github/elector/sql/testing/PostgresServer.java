// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A PostgreSQL server tests may use: one that was given, one in a container, or one of our own. */
public interface PostgresServer extends AutoCloseable {
    /** Where it is, with a user who may create databases, schemas and roles. */
    String uri();

    /** Frees what belongs to us; a server that was given stays as it is. */
    @Override
    void close();

    /** A new, empty database on this server. */
    default String freshDatabase() {
        String name = Fresh.name("elector");
        execute("CREATE DATABASE " + name);
        return withDatabase(uri(), name);
    }

    /** A new, empty schema in the database of {@link #uri()}; cheaper than a database. */
    default String freshSchema() {
        String name = Fresh.name("elector");
        execute("CREATE SCHEMA " + name);
        return name;
    }

    /** A new role that may log in with this password and do nothing else; the URI it connects with. */
    default String freshRole(String password) {
        String name = Fresh.name("elector");
        execute(createRole(name, password));
        return as(name, password);
    }

    /**
     * A new role that may log in with this password and has the rights an elector needs on the tables in this schema: no
     * DELETE, and nothing else. The URI it connects with.
     */
    default String freshRole(String password, String schema) {
        String name = Fresh.name("elector");
        execute(createRole(name, password) + "; " + grantRights(name, schema));
        return as(name, password);
    }

    /** A schema and a role with the rights an elector needs on the tables in it. */
    record Tables(String schema, String uri) {}

    /**
     * A new schema with the tables this SQL makes in it, and a new role with rights on them; on one connection, as each takes
     * the server some ten milliseconds of a processor.
     */
    default Tables freshTables(String sql, String password) {
        String schema = Fresh.name("elector");
        String role = Fresh.name("elector");
        execute("CREATE SCHEMA " + schema + "; SET search_path TO " + schema + ";\n" + sql + ";\n"
                + createRole(role, password) + "; " + grantRights(role, schema));
        return new Tables(schema, as(role, password));
    }

    /** Its password is hashed once and not 4,096 times: tests log in thousands of times. Servers before 16 know no other number. */
    private static String createRole(String name, String password) {
        return "SELECT set_config('scram_iterations', '1', false) WHERE current_setting('server_version_num')::int >= 160000;"
                + " CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'";
    }

    /** What gives a role the rights an elector needs on the tables in this schema. */
    static String grantRights(String role, String schema) {
        return "GRANT USAGE ON SCHEMA %1$s TO %2$s; GRANT SELECT, INSERT, UPDATE ON %1$s.leader_sessions, %1$s.leader_leases TO %2$s"
                .formatted(schema, role);
    }

    private String as(String role, String password) {
        return uri().replaceFirst("//([^@/]*@)?", "//" + role + ":" + password + "@");
    }

    /** The user of a URI. */
    static String user(String uri) {
        return uri.replaceFirst("^\\w+://([^:@/]*).*", "$1");
    }

    /** The same database and user, through a proxy on this machine. */
    static String through(TcpProxy proxy, String uri) {
        return uri.replaceFirst("(?<=//)(?<user>[^@/]*@)?[^/]*", "${user}127.0.0.1:" + proxy.port());
    }

    /** A proxy in front of this server. */
    default TcpProxy proxy() {
        PgConnectOptions where = PgConnectOptions.fromUri(uri());
        return new TcpProxy(where.getHost(), where.getPort());
    }

    /** Runs SQL in the database of {@link #uri()}, on a connection of its own, and waits for it. */
    default RowSet<Row> execute(String sql) {
        return execute(uri(), sql);
    }

    /** Runs SQL on a connection of its own, and waits for it. */
    static RowSet<Row> execute(String uri, String sql) {
        return waitFor(PgConnection.connect(Fresh.VERTX, PgConnectOptions.fromUri(uri))
                .compose(connection -> connection.query(sql).execute().eventually(() -> connection.close())));
    }

    /** The same server and user, another database. */
    static String withDatabase(String uri, String database) {
        return uri.replaceFirst("^(\\w+://[^/]*/)[^?]*", "$1" + database);
    }

    private static <T> T waitFor(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("SQL of a test fixture failed: " + failed.getCause(), failed.getCause());
        }
    }

    /** What the fixtures of one JVM share. */
    final class Fresh {
        static final Vertx VERTX = Vertx.vertx();
        private static final String RUN = Long.toString(System.currentTimeMillis(), 36)
                + Long.toString(ProcessHandle.current().pid(), 36);
        private static final AtomicLong NUMBER = new AtomicLong();

        private Fresh() {}

        /** A name nobody used on this server before. */
        static String name(String prefix) {
            return prefix + "_" + RUN + "_" + NUMBER.incrementAndGet();
        }
    }
}
