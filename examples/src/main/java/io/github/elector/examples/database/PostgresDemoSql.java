// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;

/** PostgreSQL. */
final class PostgresDemoSql implements DemoSql {
    // CREATE TABLE IF NOT EXISTS fails when two run at once, so one waits for the other.
    private static final String CREATE = """
            SELECT pg_advisory_xact_lock(7305472411820158053);
            CREATE TABLE IF NOT EXISTS demo_rows (
                component  text PRIMARY KEY,
                term       bigint NOT NULL,
                holder     text NOT NULL,
                n          bigint NOT NULL,
                written_at timestamptz NOT NULL
            );
            CREATE TABLE IF NOT EXISTS demo_journal (
                id         bigserial PRIMARY KEY,
                component  text NOT NULL,
                term       bigint NOT NULL,
                holder     text NOT NULL,
                n          bigint NOT NULL,
                written_at timestamptz NOT NULL
            );
            """;

    private static final String WRITE_LATEST = """
            INSERT INTO demo_rows AS latest (component, term, holder, n, written_at)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, clock_timestamp() WHERE {fence}
            ON CONFLICT (component) DO UPDATE
            SET term = excluded.term, holder = excluded.holder, n = excluded.n, written_at = excluded.written_at""";

    private static final String WRITE_JOURNAL = """
            INSERT INTO demo_journal (component, term, holder, n, written_at)
            SELECT $1::text, $2::bigint, $3::text, $4::bigint, clock_timestamp() WHERE {fence}""";

    private static final String HEARTBEAT_AGE = """
            SELECT (extract(epoch FROM clock_timestamp() - renewed_at) * 1000000)::bigint
            FROM leader_sessions WHERE session_id = $1::text""";

    @Override
    public SqlConnectOptions parse(String uri) {
        return PgConnectOptions.fromUri(uri);
    }

    @Override
    public Map<String, String> properties(String application, long timeoutMillis) {
        return Map.of("application_name", application, "statement_timeout", Long.toString(timeoutMillis));
    }

    @Override
    public Future<Void> createRows(SqlConnection on) {
        return on.query(CREATE).execute().mapEmpty();
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
        return "SHOW server_version";
    }

    @Override
    public String serverName(String version) {
        return "PostgreSQL " + version;
    }
}
