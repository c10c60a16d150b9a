// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.PostgresServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The users as whom the stores of all tests log in may do what the documentation asks for, and nothing else. */
class LeastRightsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM %s.leader_sessions",
                "TRUNCATE %s.leader_sessions",
                "DELETE FROM %s.leader_leases",
                "ALTER TABLE %s.leader_leases ADD COLUMN more text",
                "DROP TABLE %s.leader_leases",
                "CREATE INDEX ON %s.leader_leases (term)",
                "CREATE TABLE %s.more (id bigint)",
                "SELECT FROM %s.leader_overview",
                "SET ROLE pg_monitor",
            })
    void everythingElseIsRefusedOnPostgres(String sql) {
        try (TestStores stores = new TestStores()) {
            assertThat(PostgresServer.execute(
                            stores.uri(), "SELECT FROM %s.leader_leases".replace("%s", stores.schema)))
                    .isEmpty();
            assertThatThrownBy(() -> PostgresServer.execute(stores.uri(), sql.replace("%s", stores.schema)))
                    .hasMessageContaining("42501");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM leader_sessions",
                "TRUNCATE leader_sessions",
                "DELETE FROM leader_leases",
                "ALTER TABLE leader_leases ADD COLUMN more text",
                "DROP TABLE leader_leases",
                "CREATE INDEX by_term ON leader_leases (term)",
                "CREATE TABLE more (id bigint)",
                "SELECT * FROM leader_overview",
            })
    void everythingElseIsRefusedOnMysql(String sql) {
        try (MysqlStores stores = new MysqlStores()) {
            assertThat(MysqlServer.execute(stores.uri(), "SELECT * FROM leader_leases"))
                    .isEmpty();
            assertThatThrownBy(() -> MysqlServer.execute(stores.uri(), sql)).hasMessageContaining("errorCode=1142");
        }
    }
}
