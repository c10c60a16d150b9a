// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void aRoundThatDidNotEndCountsWithAllTheTimeItHad() {
        Latencies latencies = new Latencies();

        latencies.record(Duration.ofMillis(2).toNanos());
        latencies.recordUnfinished(Duration.ofSeconds(30).toNanos());

        assertThat(latencies.toJson().getInteger("rounds")).isEqualTo(2);
        assertThat(latencies.toJson().getInteger("unfinished")).isEqualTo(1);
        assertThat(latencies.millis(100)).isBetween(29_900.0, 30_100.0);
        assertThat(latencies.millis(50)).isBetween(1.99, 2.01);
    }

    /** A lease is subtracted from it, and what is left is told with three digits. */
    @Test
    void secondsAreRightToATenthOfAMillisecond() {
        Latencies latencies = new Latencies();

        latencies.record(Duration.ofMillis(6_078).plusNanos(600_000).toNanos());

        assertThat(latencies.millis(50)).isBetween(6_078.5, 6_078.7);
        assertThat(latencies.toJson().getDouble("min")).isBetween(6_078.5, 6_078.7);
    }

    @Test
    void nothingHasNoSpread() {
        assertThat(new Latencies().toJson().fieldNames()).containsExactlyInAnyOrder("rounds", "unfinished");
    }

    @Test
    void processorTimeIsThatSinceTheReadingBeforeByNamesOfThreads() {
        CpuReading before = new CpuReading(Map.of(
                "1", new CpuReading.ThreadTime("worker-1", 5_000_000), "2", new CpuReading.ThreadTime("main", 7)));
        CpuReading after = new CpuReading(Map.of(
                "1", new CpuReading.ThreadTime("worker-1", 6_000_000),
                "3", new CpuReading.ThreadTime("worker-2", 2_000_000)));

        assertThat(after.nanosSince(before, any -> true)).isEqualTo(3_000_000);
        assertThat(after.busiestSince(before, 1).getDouble("worker-")).isEqualTo(3.0);
        assertThat(after.nanosSince(before, "main"::equals)).isZero();
        assertThat(after.names()).containsExactly("worker-");
        assertThat(after.threads()).isEqualTo(2);
    }

    @Test
    void whatCompilersUseIsToldApart() {
        CpuReading before = new CpuReading(Map.of("1", new CpuReading.ThreadTime("C1 CompilerThre", 1)));
        CpuReading after = new CpuReading(Map.of(
                "1", new CpuReading.ThreadTime("C1 CompilerThre", 11),
                "2", new CpuReading.ThreadTime("C2 CompilerThre", 20),
                "3", new CpuReading.ThreadTime("main", 400)));

        assertThat(after.nanosSince(before, CpuReading::compiles)).isEqualTo(30);
        assertThat(after.nanosSince(before, any -> true)).isEqualTo(430);
    }

    @Test
    void aProcessThatWorksIsSeenWorking() {
        CpuReading before = CpuReading.of(ProcessHandle.current());
        long begun = System.nanoTime();
        double sum = 0;
        while (System.nanoTime() - begun < Duration.ofMillis(30).toNanos()) {
            sum += Math.sqrt((double) System.nanoTime());
        }

        assertThat(sum).isPositive();
        assertThat(CpuReading.of(ProcessHandle.current()).nanosSince(before, any -> true))
                .isPositive();
    }

    @Test
    void oneComponentHasTheNameItselfAndManyAreNumbered() {
        assertThat(MemberMain.names("a", 1)).containsExactly("a");
        assertThat(MemberMain.names("a", 3)).containsExactly("a/1", "a/2", "a/3");
    }
}
