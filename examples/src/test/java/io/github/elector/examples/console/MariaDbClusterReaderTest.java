// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Vertx;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;

/** On MariaDB, or the MySQL that was asked for. */
class MariaDbClusterReaderTest extends ClusterReaderContract {
    @Override
    String freshDatabase() {
        MysqlServer server = TestDatabases.mysql();
        return server.uri(server.freshDatabase());
    }

    @Override
    Pool pool(Vertx vertx, String uri) {
        return MySQLBuilder.pool()
                .using(vertx)
                .connectingTo(MySQLConnectOptions.fromUri(uri))
                .with(new PoolOptions().setMaxSize(1))
                .build();
    }

    @Override
    void execute(String uri, String sql) {
        MysqlServer.execute(uri, sql);
    }

    @Override
    TcpProxy proxy() {
        return TestDatabases.mysql().proxy();
    }

    @Override
    ClusterSql sql() {
        return new MysqlClusterSql();
    }

    @Override
    String hostileRow(String name) {
        return """
                INSERT INTO leader_sessions
                VALUES ('%1$s', '%1$s', 1, 1000, 300, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 0, '%1$s', UUID(), NULL);
                INSERT INTO leader_leases
                VALUES ('%1$s', '%1$s', 9223372036854775807, UTC_TIMESTAMP(6), 0, '%1$s', UUID())""".formatted(name);
    }

    @Override
    String absurdSession(String session) {
        return """
                UPDATE leader_sessions
                SET renewed_at = '9999-12-31 23:59:59.999999', started_at = '1000-01-01',
                    lease_millis = 9223372036854775807, renew_millis = -9223372036854775808
                WHERE session_id = '%s'""".formatted(session);
    }
}
