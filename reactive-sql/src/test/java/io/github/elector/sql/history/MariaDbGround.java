// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static io.github.elector.testing.Await.await;

import io.github.elector.sql.EditedStores;
import io.github.elector.sql.Fence;
import io.github.elector.sql.SqlLeaseStore;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.mysqlclient.MySQLConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** MariaDB. */
final class MariaDbGround implements Ground {
    private final EmbeddedMariaDbServer server;
    private final Vertx administration = Vertx.vertx();
    private final Mistake mistake;
    private final String database;

    /** Of a server that belongs to the caller, who closes it. */
    MariaDbGround(EmbeddedMariaDbServer server, Mistake mistake) {
        this.server = server;
        this.mistake = mistake;
        this.database = server.freshDatabase();
        execute("CREATE TABLE journal (sequence bigint AUTO_INCREMENT PRIMARY KEY, component varchar(128) NOT NULL,"
                + " term bigint NOT NULL, holder varchar(200) NOT NULL, entry varchar(100) NOT NULL)");
        LeaseStore first = SqlLeaseStore.mysql(administration, config(server.uri(database), PATIENT));
        await("the tables", first.prepare());
        await("the close of a store", first.close());
    }

    @Override
    public String name() {
        return "MariaDB "
                + execute("SELECT VERSION()").iterator().next().getString(0).replaceFirst("-.*", "");
    }

    @Override
    public boolean readsBack() {
        return true;
    }

    @Override
    public boolean statementChecksSession() {
        return false;
    }

    @Override
    public TcpProxy proxy() {
        return server.proxy();
    }

    @Override
    public StoreConfig config(TcpProxy through, Duration timeout) {
        return config(PostgresServer.through(through, server.uri(database)), timeout);
    }

    private StoreConfig config(String uri, Duration timeout) {
        return new StoreConfig(uri, new JsonObject().put("createSchema", true), "history", timeout.toNanos());
    }

    @Override
    public LeaseStore store(Vertx vertx, StoreConfig config) {
        return mistake.equals(Mistake.NONE)
                ? SqlLeaseStore.mysql(vertx, config)
                : mistake.around().apply(EditedStores.mysql(vertx, config, mistake::in));
    }

    @Override
    public Pool pool(Vertx vertx, TcpProxy through) {
        Pool pool = MySQLBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(MySQLConnectOptions.fromUri(PostgresServer.through(through, server.uri(database))))
                .withConnectHandler(fresh -> {
                    // What breaks fails an operation as well, and there it is written down.
                    fresh.exceptionHandler(broken -> {});
                    fresh.close();
                })
                .using(vertx)
                .build();
        return mistake.equals(Mistake.NONE) ? pool : EditedStores.edited(pool, mistake::in);
    }

    @Override
    public Fence fence() {
        return Fence.mysql(new SqlStoreOptions().setUri(server.uri(database)));
    }

    @Override
    public String insert(boolean fenced) {
        return "INSERT INTO journal (component, term, holder, entry) SELECT ?, ?, ?, ? FROM DUAL"
                + (fenced ? " WHERE {fence}" : "");
    }

    @Override
    public String readJournal() {
        return "SELECT sequence, component, term, holder, entry FROM journal";
    }

    @Override
    public RowSet<Row> execute(String sql) {
        return MysqlServer.execute(server.uri(database), sql);
    }

    @Override
    public List<String> locks() {
        return List.of(
                "SELECT 1 FROM leader_leases WHERE component = (SELECT component FROM"
                        + " (SELECT component FROM leader_leases ORDER BY RAND() LIMIT 1) AS one) FOR UPDATE",
                "SELECT 1 FROM leader_sessions WHERE session_id = (SELECT session_id FROM (SELECT session_id FROM"
                        + " leader_sessions WHERE closed = 0 ORDER BY RAND() LIMIT 1) AS one) FOR UPDATE",
                "SELECT component FROM leader_leases FOR UPDATE",
                "SELECT session_id FROM leader_sessions WHERE closed = 0 FOR UPDATE");
    }

    @Override
    public Runnable lock(String sql) {
        MySQLConnection connection = await(
                "a connection",
                MySQLConnection.connect(administration, MySQLConnectOptions.fromUri(server.uri(database))));
        await("BEGIN", connection.query("BEGIN").execute());
        await("a lock", connection.query(sql).execute());
        return () -> await("the end of a lock", connection.close());
    }

    @Override
    public void killConnection(int any) {
        List<Long> connections = StreamSupport.stream(
                        execute("SELECT id FROM information_schema.processlist WHERE db = '" + database
                                        + "' AND id <> CONNECTION_ID() ORDER BY id")
                                .spliterator(),
                        false)
                .map(row -> row.getLong(0))
                .toList();
        if (!connections.isEmpty()) {
            server.kill(connections.get(any % connections.size()));
        }
    }

    /** Its connections are threads of one process. */
    @Override
    public Runnable freeze(int any) {
        server.freeze();
        return server::thaw;
    }

    /**
     * InnoDB shows a commit to others before it is durable and before it is acknowledged, so that what was seen can be lost,
     * of which a history knows nothing: writing is stopped and what is shown made durable first.
     */
    @Override
    public void crash() {
        MySQLConnection connection = await(
                "a connection",
                MySQLConnection.connect(administration, MySQLConnectOptions.fromUri(server.uri(database))));
        connection.exceptionHandler(broken -> {});
        await(
                "the end of all writing",
                connection.query("FLUSH TABLES WITH READ LOCK").execute());
        await("the log", connection.query("FLUSH ENGINE LOGS").execute());
        server.kill();
        server.start();
    }

    @Override
    public void restart() {
        server.stop();
        server.start();
    }

    @Override
    public void close() {
        await("the end of Vert.x", administration.close());
    }
}
