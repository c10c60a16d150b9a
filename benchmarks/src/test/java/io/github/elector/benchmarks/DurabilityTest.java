// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DurabilityTest {
    private static final Map<String, String> WANTED = Map.of("fsync", "on");

    @Test
    void aServerThatForcesItsLogOutIsTaken() {
        Durability durability =
                new Durability("PostgreSQL 18.4", WANTED, Map.of("fsync", "on", "shared_buffers", "128MB"));

        assertThatCode(durability::check).doesNotThrowAnyException();
    }

    @Test
    void aServerThatMayLoseWhatItAcknowledgedIsRefused() {
        Durability durability = new Durability("PostgreSQL 18.4", WANTED, Map.of("fsync", "off"));

        assertThatThrownBy(durability::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fsync = off")
                .hasMessageContaining("set it to on");
    }

    @Test
    void aServerThatSaysNothingOfItIsRefused() {
        Durability durability = new Durability("another", WANTED, Map.of());

        assertThatThrownBy(durability::check).hasMessageContaining("fsync = null");
    }
}
