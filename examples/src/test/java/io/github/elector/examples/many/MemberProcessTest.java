// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.examples.database.DatabaseUri;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class MemberProcessTest {
    private static final DatabaseUri NOWHERE = new DatabaseUri("postgresql://me@localhost:1/none");

    @Test
    void processThatHasEndedIsNotWaitedFor() {
        try (MemberProcess process =
                MemberProcess.start("leader", NOWHERE, List.of("-Xmxnonsense"), List.of("--components=1"))) {
            assertThatThrownBy(() -> process.await("led", Duration.ofSeconds(30)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("process 'leader' ended and has not said 'led': see its log above");
        }
    }

    @Test
    void heapThatNoJvmTakesIsRefusedBeforeAnythingIsStarted() {
        Many many = new Many();
        new CommandLine(many).parseArgs("--heap", "nonsense");

        assertThatThrownBy(many::call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--heap must be a size");
    }
}
