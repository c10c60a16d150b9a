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

/**
 * What one test on MySQL or MariaDB needs: a fresh database with the tables, made by an administrator, and stores on it
 * that log in as a user who may SELECT, INSERT and UPDATE and nothing else; its words are in {@link TestStores}.
 */
final class MysqlStores implements AutoCloseable {
    final MysqlServer server;
    final Vertx vertx = Vertx.vertx();
    final String database;
    private final String uri;
    private final boolean createsTables;
    private final List<LeaseStore> stores = new ArrayList<>();
    private final List<MySQLConnection> connections = new ArrayList<>();

    MysqlStores() {
        this(TestDatabases.mysql());
    }

    MysqlStores(MysqlServer server) {
        this.server = server;
        this.database = server.freshDatabase();
        createTables(server, database);
        this.uri = grantedUser("pw");
        this.createsTables = false;
    }

    private MysqlStores(MysqlServer server, String database) {
        this.server = server;
        this.database = database;
        this.uri = server.uri(database);
        this.createsTables = true;
    }

    /** For tests of the schema: there are no tables, and the stores log in as an administrator and create them. */
    static MysqlStores withoutTables() {
        return new MysqlStores(TestDatabases.mysql(), TestDatabases.mysql().freshDatabase());
    }

    /** As people do it who run the file themselves. */
    static void createTables(MysqlServer server, String database) {
        MysqlServer.execute(server.uri(database), new SchemaFile("mysql/V1__leader_tables.sql").read());
    }

    /** Options for tables in the URI's database. */
    static JsonObject options() {
        return new JsonObject();
    }

    /** Or else MySQL, which does some things differently. */
    boolean isMariaDb() {
        return server.execute("SELECT VERSION()").iterator().next().getString(0).contains("MariaDB");
    }

    /** With the rights the stores of this test have. */
    String uri() {
        return uri;
    }

    /** With every right. */
    String administratorUri() {
        return server.uri(database);
    }

    /** Not prepared; closed after the test. */
    LeaseStore store(String uri, Duration timeout, JsonObject options) {
        LeaseStore store = SqlLeaseStore.mysql(vertx, new StoreConfig(uri, options, "elector", timeout.toNanos()));
        stores.add(store);
        return store;
    }

    LeaseStore store(String uri) {
        return store(uri, TestStores.TIMEOUT, options().put("createSchema", createsTables));
    }

    LeaseStore prepared(LeaseStore store) {
        await("prepare", store.prepare());
        return store;
    }

    LeaseStore prepared() {
        return prepared(store(uri()));
    }

    /** A user who has the three rights the store needs; the URI. */
    String grantedUser(String password) {
        return server.freshGrantedUser(password, database);
    }

    /** A connection as the store has them, for statements that are not the store's. */
    DedicatedConnection dedicated(String uri, Duration timeout) {
        MysqlSettings settings = MysqlSettings.of(new StoreConfig(uri, new JsonObject(), "elector", timeout.toNanos()));
        return new DedicatedConnection(vertx, settings, new SqlFailures(settings.target(), new MysqlFailureCodes()));
    }

    /** With every right. */
    DedicatedConnection dedicated() {
        return dedicated(administratorUri(), TestStores.TIMEOUT);
    }

    static String user(String uri) {
        return MySQLConnectOptions.fromUri(uri).getUser();
    }

    /** Runs SQL as administrator in the database of this test. */
    RowSet<Row> execute(String sql) {
        return MysqlServer.execute(administratorUri(), sql);
    }

    /** A connection of the administrator; closed after the test. */
    MySQLConnection connection() {
        return connection(administratorUri());
    }

    /** A connection of somebody else; closed after the test. */
    MySQLConnection connection(String uri) {
        MySQLConnection connection =
                await("a connection", MySQLConnection.connect(vertx, MySQLConnectOptions.fromUri(uri)));
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

    /** Ends the connections to the database of this test, but for the administrator's; how many it ended. */
    int killConnections() {
        int killed = 0;
        for (Row row : server.execute("SELECT id FROM information_schema.processlist WHERE db = '" + database + "'")) {
            killed += server.kill(row.getLong(0)) ? 1 : 0;
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
