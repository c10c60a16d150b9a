// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.testing.AsLongAsAsked;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What real servers answered under concurrency and faults can be explained by rows that change one statement after the
 * other.
 *
 * <p>{@code -Delector.histories.minutes=N} runs for so long on each server, half of it with electors, and kills and restarts it meanwhile;
 * {@code -Delector.histories.seed=S} asks and strikes as the seed says. Which statement the server saw first it does not
 * say, so a seed found here is a workload to repeat, not a replay.
 */
@AsLongAsAsked
class HistoriesTest {
    private static final long MINUTES = Long.getLong("elector.histories.minutes", 0);
    private static final Duration SHORT = Duration.ofMillis(1_750);

    @Test
    void historiesOfPostgresHaveAnOrder() {
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer()) {
            haveAnOrder(() -> new PostgresGround(server, Mistake.NONE));
        }
    }

    @Test
    void historiesOfMariaDbHaveAnOrder() {
        try (EmbeddedMariaDbServer server = new EmbeddedMariaDbServer()) {
            haveAnOrder(() -> new MariaDbGround(server, Mistake.NONE));
        }
    }

    private static void haveAnOrder(Supplier<Ground> onServer) {
        long seed = Long.getLong("elector.histories.seed", System.nanoTime() & 0xffffff);
        Duration lasts = MINUTES > 0 ? Duration.ofMinutes(MINUTES).dividedBy(2) : SHORT;
        for (Workload.Kind kind : Workload.Kind.values()) {
            try (Ground ground = onServer.get()) {
                hasAnOrder(new Workload(ground, kind, seed, lasts, MINUTES > 0));
            }
        }
    }

    private static void hasAnOrder(Workload workload) {
        Workload.Recording recording = workload.record();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        HistoryCheck.Outcome outcome = HistoryCheck.of(recording.history());
        long checkedNanos = threads.getCurrentThreadCpuTime() - begun;
        String report = new HistoryReport(workload, recording, outcome, checkedNanos).text();
        System.out.println(report);

        assertThat(outcome.violations()).as(report).isEmpty();
        assertThat(outcome.effects().terms()).as(report).isPositive();
        assertThat(recording.faults()).as(report).isNotEmpty();
    }
}
