// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpringContenderTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(6));

    @Test
    void aLockThatAnotherHasIsNoErrorOfTheServer() {
        try (HikariDataSource unconnected = new HikariDataSource()) {
            assertThat(SpringContender.repository(unconnected, TIMES).getInsertQuery())
                    .startsWith("INSERT INTO INT_LOCK ")
                    .endsWith(" ON CONFLICT DO NOTHING");
        }
        assertThat(SpringContender.settings(TIMES).toString()).contains("ON CONFLICT DO NOTHING");
    }
}
