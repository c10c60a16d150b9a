// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.sql.Fence;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A fresh database with the tables of leases and of resources, and everything a leader needs to write into it. */
public final class ResourceGround implements AutoCloseable {
    public final Vertx vertx;
    public final Vertx elsewhere = Vertx.vertx();
    public final String uri;
    public final Pool pool;
    public final ResourceWriter writer;

    private ResourceGround(Vertx vertx, String uri, SqlConnectOptions to) {
        this.vertx = vertx;
        this.uri = uri;
        this.pool = Pool.pool(vertx, to.setCachePreparedStatements(true), new PoolOptions());
        this.writer = writer(Fence.DEFAULT_LIMIT);
        await("the tables", writer.createTables());
    }

    public static ResourceGround postgres() {
        return postgres(Vertx.vertx());
    }

    /** On this Vertx, which is closed with it. */
    public static ResourceGround postgres(Vertx vertx) {
        String uri = TestDatabases.postgres().freshDatabase();
        return new ResourceGround(vertx, uri, PgConnectOptions.fromUri(uri));
    }

    public static ResourceGround mysql() {
        return mysql(Vertx.vertx());
    }

    /** On this Vertx, which is closed with it. */
    public static ResourceGround mysql(Vertx vertx) {
        MysqlServer server = TestDatabases.mysql();
        String uri = server.uri(server.freshDatabase());
        return new ResourceGround(vertx, uri, MySQLConnectOptions.fromUri(uri));
    }

    /** One whose transactions may be open for this long. */
    public ResourceWriter writer(Duration limit) {
        return ResourceWriter.of(leaderPool(new DatabaseUri(uri)), new DatabaseUri(uri), limit);
    }

    /** The same, on a pool of its own that reaches PostgreSQL through this proxy and has no connection yet. */
    public ResourceWriter writerThrough(TcpProxy proxy) {
        return writerThrough(proxy, Duration.ofSeconds(1));
    }

    /** The same, whose transactions may be open for this long. */
    public ResourceWriter writerThrough(TcpProxy proxy, Duration limit) {
        return ResourceWriter.of(
                leaderPool(new DatabaseUri(PostgresServer.through(proxy, uri))), new DatabaseUri(uri), limit);
    }

    private LeaderPool leaderPool(DatabaseUri to) {
        return new LeaderPool(vertx, to, "resources", 4, 20_000);
    }

    /** How electors are to lead here; the stop budget is 2 s. */
    public ElectorOptions options(String component, String node) {
        return new ElectorOptions()
                .setComponent(component)
                .setNode(node)
                .setLease(Duration.ofSeconds(10))
                .setRenew(Duration.ofSeconds(1))
                .setRetry(Duration.ofMillis(500))
                .setStop(Duration.ofSeconds(2))
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));
    }

    /** Campaigns with this work. */
    public Elector elect(String component, String node, TermWork work) {
        return await("the start of an elector", Elector.start(vertx, options(component, node), work));
    }

    /** The same in a Vertx of its own, as another replica would. */
    public Elector electElsewhere(String component, String node, TermWork work) {
        return await("the start of an elector", Elector.start(elsewhere, options(component, node), work));
    }

    /** Each row as text, columns joined by a space; names of the keys come as they are. */
    public List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        for (Row row : await(sql, pool.query(sql).execute())) {
            List<String> columns = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                columns.add(String.valueOf(row.getValue(i)));
            }
            rows.add(String.join(" ", columns));
        }
        return rows;
    }

    /** The only number a query answers. */
    public long number(String sql) {
        return await(sql, pool.query(sql).execute()).iterator().next().getLong(0);
    }

    @Override
    public void close() {
        await("the end of the other Vert.x", elsewhere.close());
        await("the end of Vert.x", vertx.close());
    }
}
