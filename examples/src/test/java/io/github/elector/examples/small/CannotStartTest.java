// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever starts a program, a script or a container, learns by its exit code that it could not work. */
@Timeout(60)
class CannotStartTest {
    @ParameterizedTest
    @ValueSource(classes = {HelloLeader.class, FencedWrites.class, ClusterScheduler.class, WatchLeadership.class})
    void programThatCannotStartEndsWith1(Class<?> type) {
        try (Program program = Program.start(type, "postgresql://host:port/none")) {
            assertThat(program.exitCode()).isEqualTo(1);
        }
    }
}
