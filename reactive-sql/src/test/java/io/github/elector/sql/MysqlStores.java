// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;

import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one test on MySQL or MariaDB needs: a fresh database, and stores on it; its words are in {@link TestStores}. */
final class MysqlStores implements AutoCloseable {
    final MysqlServer server;
    final Vertx vertx = Vertx.vertx();
    final String database;
    private final List<LeaseStore> stores = new ArrayList<>();
    private final List<MySQLConnection> connections = new ArrayList<>();

    MysqlStores() {
        this(TestDatabases.mysql());
    }

    MysqlStores(MysqlServer server) {
        this.server = server;
        this.database = server.freshDatabase();
    }

    /** Options that create the tables in the URI's database. */
    static JsonObject options() {
        return new JsonObject().put("createSchema", true);
    }

    /** Or else MySQL, which does some things differently. */
    boolean isMariaDb() {
        return server.execute("SELECT VERSION()").iterator().next().getString(0).contains("MariaDB");
    }

    String uri() {
        return server.uri(database);
    }

    /** Not prepared; closed after the test. */
    LeaseStore store(String uri, Duration timeout, JsonObject options) {
        LeaseStore store = SqlLeaseStore.mysql(vertx, new StoreConfig(uri, options, "elector", timeout.toNanos()));
        stores.add(store);
        return store;
    }

    LeaseStore store(String uri) {
        return store(uri, TestStores.TIMEOUT, options());
    }

    LeaseStore prepared(LeaseStore store) {
        await("prepare", store.prepare());
        return store;
    }

    LeaseStore prepared() {
        return prepared(store(uri()));
    }

    /** A user who has the three rights the store needs, and the tables; the URI. */
    String grantedUser(String password) {
        prepared();
        String uri = server.freshUser(password, database);
        for (String table : List.of("leader_sessions", "leader_leases")) {
            execute("GRANT SELECT, INSERT, UPDATE ON " + database + "." + table + " TO '" + user(uri) + "'@'%'");
        }
        return uri;
    }

    static String user(String uri) {
        return MySQLConnectOptions.fromUri(uri).getUser();
    }

    /** Runs SQL as administrator in the database of this test. */
    RowSet<Row> execute(String sql) {
        return MysqlServer.execute(uri(), sql);
    }

    /** A connection of the administrator; closed after the test. */
    MySQLConnection connection() {
        MySQLConnection connection =
                await("a connection", MySQLConnection.connect(vertx, MySQLConnectOptions.fromUri(uri())));
        connections.add(connection);
        return connection;
    }

    /** An open transaction that has run this SQL. */
    MySQLConnection transaction(String sql) {
        MySQLConnection connection = connection();
        await("BEGIN", connection.query("BEGIN").execute());
        await(sql, connection.query(sql).execute());
        return connection;
    }

    /** Ends the connections to the database of this test, but for the administrator's; how many there were. */
    int killConnections() {
        int killed = 0;
        for (Row row : server.execute("SELECT id FROM information_schema.processlist WHERE db = '" + database + "'")) {
            server.execute("KILL " + row.getLong(0));
            killed++;
        }
        return killed;
    }

    @Override
    public void close() {
        connections.forEach(connection -> await("a connection's close", connection.close()));
        stores.forEach(store -> await("a store's close", store.close()));
        await("the end of Vert.x", vertx.close());
        server.execute("DROP DATABASE " + database);
    }
}
