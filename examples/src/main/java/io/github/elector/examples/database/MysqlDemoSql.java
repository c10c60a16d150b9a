// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Future;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;

/** MySQL and MariaDB. */
final class MysqlDemoSql implements DemoSql {
    // Two that create the same table at once may deadlock over it, so one waits for the other.
    private static final String LOCK = "SELECT GET_LOCK('elector-demo', 60)";
    private static final String UNLOCK = "SELECT RELEASE_LOCK('elector-demo')";

    private static final String CREATE_LATEST = """
            CREATE TABLE IF NOT EXISTS demo_rows (
                component  varbinary(128) PRIMARY KEY,
                term       bigint NOT NULL,
                holder     varbinary(200) NOT NULL,
                n          bigint NOT NULL,
                written_at datetime(6) NOT NULL
            ) ENGINE = InnoDB""";

    private static final String CREATE_JOURNAL = """
            CREATE TABLE IF NOT EXISTS demo_journal (
                id         bigint AUTO_INCREMENT PRIMARY KEY,
                component  varbinary(128) NOT NULL,
                term       bigint NOT NULL,
                holder     varbinary(200) NOT NULL,
                n          bigint NOT NULL,
                written_at datetime(6) NOT NULL
            ) ENGINE = InnoDB""";

    private static final String WRITE_LATEST = """
            INSERT INTO demo_rows (component, term, holder, n, written_at)
            SELECT ?, ?, ?, ?, UTC_TIMESTAMP(6) FROM DUAL WHERE {fence}
            ON DUPLICATE KEY UPDATE
                term = VALUES(term), holder = VALUES(holder), n = VALUES(n), written_at = VALUES(written_at)""";

    private static final String WRITE_JOURNAL = """
            INSERT INTO demo_journal (component, term, holder, n, written_at)
            SELECT ?, ?, ?, ?, UTC_TIMESTAMP(6) FROM DUAL WHERE {fence}""";

    private static final String HEARTBEAT_AGE = """
            SELECT TIMESTAMPDIFF(MICROSECOND, renewed_at, UTC_TIMESTAMP(6))
            FROM leader_sessions WHERE session_id = ?""";

    private static final String MARIADB = "-MariaDB";

    @Override
    public SqlConnectOptions parse(String uri) {
        return MySQLConnectOptions.fromUri(uri);
    }

    @Override
    public Map<String, String> properties(String application, long timeoutMillis) {
        return Map.of("program_name", application);
    }

    @Override
    public Future<Void> createRows(SqlConnection on) {
        return on.query(LOCK)
                .execute()
                .compose(locked -> on.query(CREATE_LATEST).execute())
                .compose(latest -> on.query(CREATE_JOURNAL).execute())
                .eventually(() -> on.query(UNLOCK).execute())
                .mapEmpty();
    }

    @Override
    public String writeLatest() {
        return WRITE_LATEST;
    }

    @Override
    public String writeJournal() {
        return WRITE_JOURNAL;
    }

    @Override
    public String heartbeatAge() {
        return HEARTBEAT_AGE;
    }

    @Override
    public String serverVersion() {
        return "SELECT VERSION()";
    }

    /** MariaDB says its name behind its version, and what packaged it behind that. */
    @Override
    public String serverName(String version) {
        int mariadb = version.indexOf(MARIADB);
        return mariadb < 0 ? "MySQL " + version : "MariaDB " + version.substring(0, mariadb);
    }
}
