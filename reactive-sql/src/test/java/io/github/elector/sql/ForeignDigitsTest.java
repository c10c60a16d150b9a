// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.store.StoreConfig;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server is told where people write other digits than it reads. */
class ForeignDigitsTest {
    private static final Duration TIMEOUT = Duration.ofMillis(4_321);

    private final Locale before = Locale.getDefault();

    @AfterEach
    void putBack() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "ne-NP", "mr-IN"})
    void settingsOfAConnectionToMysqlAreWrittenInItsDigits(String people) {
        Locale.setDefault(Locale.forLanguageTag(people));

        String statement = MysqlSettings.of(config("mysql://app@db/app")).settling();

        assertThat(statement)
                .contains("lock_wait_timeout = 1", "max_statement_time = 3.240", "max_execution_time = 3240");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fa-IR", "ar-EG", "ne-NP", "mr-IN"})
    void messageForAPoolerIsWrittenInTheDigitsOfPostgres(String people) {
        Locale.setDefault(Locale.forLanguageTag(people));

        String message = new SelfContainedForm(StatementLimits.within(TIMEOUT.toMillis()))
                .message("SELECT $1, $2", Tuple.of(1_234).addArrayOfLong(new Long[] {6_789L}));

        assertThat(message).contains("lock_timeout = 2160;", "statement_timeout = 3240;", "1234", "6789");
    }

    private static StoreConfig config(String uri) {
        return new StoreConfig(uri, new JsonObject(), "elector-test", TIMEOUT.toNanos());
    }
}
