// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fences on PostgreSQL. */
final class PostgresFenceGround implements FenceGround {
    private final TestStores stores = new TestStores();
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();

    /** Sets this on each connection of every pool that is made from now on. */
    void set(String setting, String value) {
        settings.put(setting, value);
    }

    @Override
    public LeaseStore store() {
        return stores.prepared();
    }

    @Override
    public Fence fence() {
        return Fence.postgres(new SqlStoreOptions(TestStores.options(stores.schema)));
    }

    @Override
    public FenceTable fences() {
        return FenceTable.postgres(stores.schema + ".leader_fences");
    }

    @Override
    public String sql(String text) {
        return text.replace("%s", stores.schema);
    }

    @Override
    public RowSet<Row> execute(String sql) {
        return stores.execute(sql);
    }

    @Override
    public Pool pool() {
        return pool(options(stores.uri()));
    }

    @Override
    public Pool administrator() {
        return pool(options(stores.server.uri()));
    }

    @Override
    public Pool strictPool() {
        PgConnectOptions options = options(stores.uri());
        options.addProperty("default_transaction_isolation", "repeatable read");
        return pool(options);
    }

    @Override
    public Pool pool(TcpProxy proxy) {
        return pool(options(PostgresServer.through(proxy, stores.uri())));
    }

    private Pool pool(PgConnectOptions options) {
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(options)
                .using(stores.vertx)
                .build();
    }

    private PgConnectOptions options(String uri) {
        PgConnectOptions options = PgConnectOptions.fromUri(uri);
        settings.forEach(options::addProperty);
        options.setCachePreparedStatements(true).setPreparedStatementCacheSqlFilter(any -> true);
        return options;
    }

    @Override
    public TcpProxy proxy() {
        TcpProxy proxy = stores.server.proxy();
        proxies.add(proxy);
        return proxy;
    }

    @Override
    public void grant(String table) {
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO " + PostgresServer.user(stores.uri()));
    }

    @Override
    public SqlConnection connection() {
        return stores.connection(stores.uri());
    }

    @Override
    public String beginWithSnapshot() {
        return "BEGIN ISOLATION LEVEL REPEATABLE READ";
    }

    @Override
    public String serializable() {
        return "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL SERIALIZABLE";
    }

    @Override
    public String patientInDeadlocks() {
        return "SET deadlock_timeout = '15s'";
    }

    @Override
    public String limitToASecond() {
        return "SELECT 'not needed'";
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
        stores.close();
    }
}
