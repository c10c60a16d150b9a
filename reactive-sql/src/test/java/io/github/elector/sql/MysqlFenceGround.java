// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

/** Fences on MySQL or MariaDB. */
final class MysqlFenceGround implements FenceGround {
    private final MysqlStores stores = new MysqlStores();
    private final List<TcpProxy> proxies = new ArrayList<>();

    @Override
    public LeaseStore store() {
        return stores.prepared();
    }

    @Override
    public Fence fence() {
        return Fence.of(new SqlStoreOptions().setUri(stores.uri()));
    }

    @Override
    public FenceTable fences() {
        return FenceTable.mysql(stores.database + ".leader_fences");
    }

    @Override
    public String sql(String text) {
        return text.replace("%s.", "").replace("pg_sleep", "SLEEP").replaceAll("\\$\\d(::\\w+)?", "?");
    }

    @Override
    public RowSet<Row> execute(String sql) {
        return stores.execute(sql(sql));
    }

    @Override
    public Pool pool() {
        return pool(stores.uri(), "");
    }

    @Override
    public Pool administrator() {
        return pool(stores.administratorUri(), "");
    }

    @Override
    public Pool strictPool() {
        return pool(stores.uri(), " /*M!100618 , SESSION innodb_snapshot_isolation = 1 */");
    }

    @Override
    public Pool pool(TcpProxy proxy) {
        return pool(PostgresServer.through(proxy, stores.uri()), "");
    }

    /** With these options of the client. */
    Pool poolWith(String options) {
        return pool(stores.uri() + options, "");
    }

    /** Which does not commit by itself. */
    Pool manualPool() {
        return pool(stores.uri(), ", SESSION autocommit = 0");
    }

    private Pool pool(String uri, String settings) {
        return MySQLBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(MySQLConnectOptions.fromUri(uri)
                        .setCachePreparedStatements(true)
                        .setPreparedStatementCacheSqlFilter(any -> true))
                .withConnectHandler(fresh -> fresh.query("SET SESSION sql_safe_updates = 0" + settings)
                        .execute()
                        .onComplete(set -> fresh.close()))
                .using(stores.vertx)
                .build();
    }

    @Override
    public TcpProxy proxy() {
        TcpProxy proxy = stores.server.proxy();
        proxies.add(proxy);
        return proxy;
    }

    @Override
    public void grant(String table) {
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO '" + MysqlStores.user(stores.uri())
                + "'@'%'");
    }

    @Override
    public SqlConnection connection() {
        return stores.connection(stores.uri());
    }

    @Override
    public String beginWithSnapshot() {
        return "BEGIN";
    }

    @Override
    public String serializable() {
        return "SET SESSION TRANSACTION ISOLATION LEVEL SERIALIZABLE";
    }

    /** The one who has written less is rolled back. */
    @Override
    public String patientInDeadlocks() {
        return "SELECT 'not needed'";
    }

    @Override
    public String limitToASecond() {
        return stores.isMariaDb() ? "SELECT 'not needed'" : "SET SESSION innodb_lock_wait_timeout = 1";
    }

    @Override
    public void close() {
        proxies.forEach(TcpProxy::close);
        stores.close();
    }
}
