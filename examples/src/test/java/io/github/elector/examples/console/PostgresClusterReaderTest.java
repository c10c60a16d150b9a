// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** On PostgreSQL. */
class PostgresClusterReaderTest extends ClusterReaderContract {
    @Override
    String freshDatabase() {
        return TestDatabases.postgres().freshDatabase();
    }

    @Override
    Pool pool(Vertx vertx, String uri) {
        return PgBuilder.pool()
                .using(vertx)
                .connectingTo(PgConnectOptions.fromUri(uri))
                .with(new PoolOptions().setMaxSize(1))
                .build();
    }

    @Override
    void execute(String uri, String sql) {
        PostgresServer.execute(uri, sql);
    }

    @Override
    TcpProxy proxy() {
        return TestDatabases.postgres().proxy();
    }

    @Override
    ClusterSql sql() {
        return new PostgresClusterSql();
    }

    @Override
    String hostileRow(String name) {
        return """
                INSERT INTO leader_sessions VALUES ('%1$s', '%1$s', 1, 1000, 300, now(), now(), false, '%1$s');
                INSERT INTO leader_leases VALUES ('%1$s', '%1$s', 9223372036854775807, now(), false, '%1$s')""".formatted(name);
    }

    @Override
    String absurdSession(String session) {
        return """
                UPDATE leader_sessions
                SET renewed_at = 'infinity', started_at = '-infinity', lease_millis = 9223372036854775807,
                    renew_millis = -9223372036854775808, node = repeat('x', 10000000)
                WHERE session_id = '%s'""".formatted(session);
    }
}
