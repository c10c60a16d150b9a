// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.vertx.core.Vertx;
import java.util.List;

/** On PostgreSQL. */
class PostgresHostileRowsAtScaleTest extends HostileRowsContract {
    private static final int LONGEST = 600;
    private static final List<String> NUMBERS = List.of(
            "NULL",
            "-9223372036854775808",
            "-1",
            "0",
            "1",
            "5",
            "100",
            "30000",
            "86400001",
            "9223372036854775806",
            "9223372036854775807");

    @Override
    Ground ground() {
        TestStores stores = new TestStores();
        LeaseStore store = stores.prepared();
        for (String column : new String[] {"node", "version", "lease_millis", "renew_millis", "renewed_at", "closed"}) {
            stores.execute("ALTER TABLE %s.leader_sessions ALTER " + column + " DROP NOT NULL");
        }
        for (String column : new String[] {"holder", "term", "acquired_at", "released", "generation"}) {
            stores.execute("ALTER TABLE %s.leader_leases ALTER " + column + " DROP NOT NULL");
        }
        return new OnPostgres(stores, store);
    }

    private record OnPostgres(TestStores stores, LeaseStore store) implements Ground {
        @Override
        public String server() {
            return "PostgreSQL "
                    + stores.execute("SHOW server_version").iterator().next().getString(0);
        }

        @Override
        public Vertx vertx() {
            return stores.vertx;
        }

        @Override
        public List<String> values(String column) {
            return switch (column) {
                case "closed", "released" -> List.of("NULL", "true", "false", "false");
                case "renewed_at" ->
                    List.of(
                            "NULL",
                            "'infinity'",
                            "'-infinity'",
                            "'4713-01-01 BC'",
                            "'294276-12-31'",
                            "clock_timestamp()",
                            "clock_timestamp() - interval '1 day'");
                case "holder" -> List.of("NULL", "''", "'two words'", "repeat('x', 5000)", "E'a\\nb'", "E'\\u202E'");
                case "generation" -> List.of("NULL", "''", "'life'", "repeat('g', 4000)", "E'a\\nb'");
                case "term" ->
                    List.of(
                            "NULL",
                            "-1",
                            "-9223372036854775808",
                            "0",
                            "1",
                            "1700000000000",
                            "9223372036854775807",
                            "(extract(epoch FROM clock_timestamp() + interval '9 years') * 1000)::bigint",
                            "(extract(epoch FROM clock_timestamp() + interval '11 years') * 1000)::bigint");
                default -> NUMBERS;
            };
        }

        /** There is no text with a NUL, nor with half a character, nor one too long for the index on holders. */
        @Override
        public String literal(String text) {
            boolean isText = text.indexOf(0) < 0
                    && text.length() < LONGEST
                    && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
            return isText ? "'" + text.replace("'", "''") + "'" : null;
        }

        @Override
        public String lease(List<String> literals) {
            return "INSERT INTO leader_leases (component, holder, term, released, generation, acquired_at) VALUES ("
                    + String.join(", ", literals) + ", clock_timestamp())";
        }

        @Override
        public String session(List<String> literals) {
            return "INSERT INTO leader_sessions (session_id, version, closed, lease_millis, renew_millis, renewed_at,"
                    + " node, started_at) VALUES (" + String.join(", ", literals) + ", 'n', clock_timestamp())";
        }

        @Override
        public void execute(String sql) {
            stores.server.execute("SET search_path TO " + stores.schema + ";\n" + sql);
        }

        @Override
        public long number(String sql) {
            return stores.execute(sql.replace("FROM ", "FROM %s."))
                    .iterator()
                    .next()
                    .getLong(0);
        }

        @Override
        public void close() {
            stores.close();
        }
    }
}
