// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

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
