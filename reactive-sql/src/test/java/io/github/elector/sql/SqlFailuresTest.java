// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mysqlclient.MySQLException;
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
    void lettersOfEveryLanguageStay() {
        assertThat(failures.explain("a look", new Exception("Relation »leader_leases« fehlt, 表が見つかりません")))
                .hasMessageContaining("Relation »leader_leases« fehlt, 表が見つかりません");
    }
}
