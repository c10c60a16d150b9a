// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mysqlclient.MySQLException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.DatabaseException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers say, as anybody may read it. */
class TroubleTest {
    @Test
    void whoIsRefusedIsNotNamed() {
        List<DatabaseException> refusals = List.of(
                pg("28P01", "password authentication failed for user \"joe\""),
                pg("28000", "role \"joe\" is not permitted to log in"),
                pg("53300", "too many connections for role \"joe\""),
                new MySQLException("Access denied for user 'joe'@'%' to database 'shop'", 1044, "42000"),
                new MySQLException("Access denied for user 'joe'@'10.0.0.7' (using password: YES)", 1045, "28000"),
                new MySQLException("SELECT command denied to user 'joe'@'%' for table 'leader_leases'", 1142, "42000"),
                new MySQLException("SELECT command denied to user 'joe'@'%' for column 'term'", 1143, "42000"),
                new MySQLException("User joe already has more than 'max_user_connections'", 1203, "42000"),
                new MySQLException("User 'joe' has exceeded the 'max_questions' resource", 1226, "42000"));

        assertThat(refusals)
                .map(Trouble::words)
                .allSatisfy(words -> assertThat(words)
                        .doesNotContain("joe")
                        .matches("it (refuses|takes no more) .* \\(SQLSTATE \\w{5}(, error \\d{4})?\\)"));
    }

    @Test
    void whatElseAServerSaysIsShownInOneLine() {
        assertThat(Trouble.words(pg("42P01", "relation \"leader_leases\"\n does not exist")))
                .isEqualTo("it says: ERROR: relation \"leader_leases\"  does not exist (42P01)");
    }

    private static PgException pg(String state, String message) {
        return new PgException(message, "ERROR", state, null);
    }
}
