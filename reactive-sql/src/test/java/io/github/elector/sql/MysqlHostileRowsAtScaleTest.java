// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStore;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** On MariaDB or MySQL. */
class MysqlHostileRowsAtScaleTest extends HostileRowsContract {
    private static final int HOLDER_LENGTH = 200;
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
        MysqlStores stores = new MysqlStores();
        LeaseStore store = stores.prepared();
        stores.execute("ALTER TABLE leader_sessions MODIFY node varchar(128) CHARACTER SET ascii COLLATE ascii_bin,"
                + " MODIFY version bigint, MODIFY lease_millis bigint, MODIFY renew_millis bigint,"
                + " MODIFY renewed_at datetime(6), MODIFY closed tinyint,"
                + " MODIFY nonce char(36) CHARACTER SET ascii COLLATE ascii_bin");
        stores.execute("ALTER TABLE leader_leases MODIFY holder varbinary(200), MODIFY term bigint,"
                + " MODIFY acquired_at datetime(6), MODIFY released tinyint,"
                + " MODIFY generation varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,"
                + " MODIFY nonce char(36) CHARACTER SET ascii COLLATE ascii_bin");
        return new OnMysql(stores, store);
    }

    private record OnMysql(MysqlStores stores, LeaseStore store) implements Ground {
        @Override
        public String server() {
            return (stores.isMariaDb() ? "MariaDB " : "MySQL ")
                    + stores.execute("SELECT VERSION()").iterator().next().getString(0);
        }

        @Override
        public Vertx vertx() {
            return stores.vertx;
        }

        @Override
        public List<String> values(String column) {
            return switch (column) {
                case "closed", "released" -> List.of("NULL", "1", "0", "0", "2", "-1", "-128", "127");
                case "renewed_at" ->
                    List.of(
                            "NULL",
                            "'0000-00-00 00:00:00'",
                            "'1000-01-01'",
                            "'9999-12-31 23:59:59'",
                            "UTC_TIMESTAMP(6)",
                            "UTC_TIMESTAMP(6) - INTERVAL 1 DAY");
                case "holder" -> List.of("NULL", "''", "'two words'", "repeat(0xE9, 200)", "X'00FF80'", "X'6C0A62'");
                case "generation" -> List.of("NULL", "''", "'life'", "repeat('g', 300)", "'a\\nb'");
                case "term" ->
                    List.of(
                            "NULL",
                            "-1",
                            "-9223372036854775808",
                            "0",
                            "1",
                            "1700000000000",
                            "9223372036854775807",
                            "(UNIX_TIMESTAMP() + 9 * 366 * 86400) * 1000",
                            "(UNIX_TIMESTAMP() + 11 * 366 * 86400) * 1000");
                default -> NUMBERS;
            };
        }

        /** Its bytes, as many as a holder can have. */
        @Override
        public String literal(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            byte[] cut = bytes.length > HOLDER_LENGTH
                    ? Arrays.copyOf("x".repeat(HOLDER_LENGTH).getBytes(StandardCharsets.US_ASCII), HOLDER_LENGTH)
                    : bytes;
            return "X'" + HexFormat.of().formatHex(cut) + "'";
        }

        @Override
        public String lease(List<String> literals) {
            return "INSERT INTO leader_leases (component, holder, term, released, generation, acquired_at, nonce) VALUES ("
                    + String.join(", ", literals) + ", UTC_TIMESTAMP(6), UUID())";
        }

        @Override
        public String session(List<String> literals) {
            return "INSERT INTO leader_sessions (session_id, version, closed, lease_millis, renew_millis, renewed_at,"
                    + " node, started_at, nonce) VALUES (" + String.join(", ", literals)
                    + ", 'n', UTC_TIMESTAMP(6), UUID())";
        }

        @Override
        public void execute(String sql) {
            stores.execute("SET sql_mode = '';\nBEGIN;\n" + sql + ";\nCOMMIT");
        }

        @Override
        public long number(String sql) {
            return stores.execute(sql).iterator().next().getLong(0);
        }

        @Override
        public void close() {
            stores.close();
        }
    }
}
