// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mysqlclient.MySQLException;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.Test;

/** What a failure says, whoever put the words into it. */
class SqlFailuresTest {
    private final SqlFailures failures = new SqlFailures("host:5432/db", new PostgresFailureCodes());

    @Test
    void whatAServerSaysStaysInOneLine() {
        Exception cause = new Exception("no\r\nERROR forged line\u0000\u202e\u2028\u0085end");

        assertThat(failures.explain("a look", cause))
                .hasMessageStartingWith("a look on host:5432/db failed: no ERROR forged line end; ");
    }

    /** Seed 47487870 of the hostile server. */
    @Test
    void codeThatIsNoneIsToldInOneLineToo() {
        Exception cause = new MySQLException("no", 0, "\0\n\005t");

        assertThat(new SqlFailures("host:3306/db", new MysqlFailureCodes()).explain("a look", cause))
                .hasMessageContaining(" [0,  t]; ");
    }

    @Test
    void whatAServerSaysAtLengthIsCut() {
        Exception cause = new Exception("x".repeat(10_000_000));

        assertThat(failures.explain("a look", cause).getMessage())
                .startsWith("a look on host:5432/db failed: xxx")
                .contains("xxx…; ")
                .hasSizeLessThan(800);
    }

    @Test
    void codeStandsOnceWhateverTheClientPutsAround() {
        Exception postgres = new PgException("password authentication failed", "FATAL", "28P01", null);
        Exception mysql = new MySQLException("Unknown database 'app'", 1049, "42000");

        assertThat(explained(postgres))
                .isEqualTo(
                        "a look on host:5432/db failed: FATAL: password authentication failed [28P01]; check user and"
                                + " password, and what pg_hba.conf lets in");
        assertThat(ofMysql(mysql))
                .isEqualTo(
                        "a look on host:3306/db failed: Unknown database 'app' [1049, 42000]; create the database, or"
                                + " correct its name in the URI: createSchema makes tables only");
    }

    @Test
    void adviceIsAboutWhatTheCodeSays() {
        assertThat(explained(postgres("3D000")))
                .endsWith("; create the database, or correct its name in the URI: createSchema makes tables only");
        assertThat(explained(postgres("53300"))).contains("max_connections").doesNotContain("is the server up");
        assertThat(explained(postgres("25006")))
                .contains("lead to the primary")
                .contains("default_transaction_read_only");
        assertThat(explained(postgres("28P01")))
                .contains("check user and password")
                .doesNotContain("grant");
        assertThat(explained(postgres("42501")))
                .contains("grant SELECT, INSERT and UPDATE")
                .contains("row level security");
        assertThat(ofMysql(mysql(1040))).contains("max_connections").doesNotContain("is the server up");
        assertThat(ofMysql(mysql(1045))).contains("check user and password").doesNotContain("grant");
        assertThat(ofMysql(mysql(1142)))
                .contains("grant SELECT, INSERT and UPDATE")
                .doesNotContain("password");
    }

    private String explained(Exception cause) {
        return String.valueOf(failures.explain("a look", cause).getMessage());
    }

    private static String ofMysql(Exception cause) {
        SqlFailures failures = new SqlFailures("host:3306/db", new MysqlFailureCodes());
        return String.valueOf(failures.explain("a look", cause).getMessage());
    }

    private static Exception postgres(String state) {
        return new PgException("said", "ERROR", state, null);
    }

    private static Exception mysql(int code) {
        return new MySQLException("said", code, "HY000");
    }

    @Test
    void lettersOfEveryLanguageStay() {
        assertThat(failures.explain("a look", new Exception("Relation »leader_leases« fehlt, 表が見つかりません")))
                .hasMessageContaining("Relation »leader_leases« fehlt, 表が見つかりません");
    }
}
