// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CpuOverTimeTest {
    @Test
    void eachPartOfAWindowIsToldBesideTheWholeOfIt() {
        CpuOverTime used = over(5, 25, 30);

        assertThat(used.byPart()).containsExactly(2.0, 0.5);
        assertThat(used.millisPerSecond()).isEqualTo(25 / 20.0);
        assertThat(used.seconds()).isEqualTo(20);
    }

    @Test
    void theClientsThreadsAreThoseAnIdleJvmHasNot() {
        JsonObject client = IdleProcesses.clientOnJvm(of(Map.of("main", 100L, "pings", 3L)), over(0, 5, 15));

        assertThat(client.getDouble("clientMillisPerSecond")).isEqualTo(0.3);
        assertThat(client.getJsonArray("clientMillisPerSecondByPart")).isEqualTo(new JsonArray().add(0.3));
    }

    @Test
    void aClientOnAnEventLoopIsWhatThatTakesMoreThanTheOthers() {
        CpuOverTime loops =
                of(Map.of("main", 100L, "vert.x-eventloo", 5L, "vert.x-eventloo2", 45L, "vert.x-eventloo3", 15L));

        JsonObject client = IdleProcesses.clientOnVertx(loops);

        assertThat(client.getDouble("clientMillisPerSecond")).isEqualTo(3.5);
        assertThat(client.getJsonArray("clientMillisPerSecondByPart")).isEqualTo(new JsonArray().add(3.5));
    }

    @Test
    void theBusiestOfAWindowIsTheSameThreadInAllItsParts() {
        CpuOverTime over = new CpuOverTime(1);
        over.read(0, loops(0, 0));
        over.read(TimeUnit.SECONDS.toNanos(10), loops(50, 10));
        over.read(TimeUnit.SECONDS.toNanos(20), loops(60, 40));

        assertThat(over.beyondOthers("loop-")).isEqualTo(1);
        assertThat(over.beyondOthersByPart("loop-")).containsExactly(4.0, -2.0);
        assertThat(over.beyondOthers("nobody")).isZero();
    }

    @Test
    void ofSeveralProcessesItTellsWhatOneTakes() {
        CpuOverTime both = new CpuOverTime(2);

        both.read(0, CpuReading.together(List.of(used(0), used(3))));
        both.read(TimeUnit.SECONDS.toNanos(1), CpuReading.together(List.of(used(2), used(7))));

        assertThat(both.millisPerSecond()).isEqualTo(3);
    }

    /** So many milliseconds of processor time used at readings that are ten seconds apart. */
    private static CpuOverTime over(long... millis) {
        CpuOverTime over = new CpuOverTime(1);
        for (int i = 0; i < millis.length; i++) {
            over.read(TimeUnit.SECONDS.toNanos(10L * i), used(millis[i]));
        }
        return over;
    }

    /** In ten seconds so many milliseconds by threads of these names, which had used some before. */
    private static CpuOverTime of(Map<String, Long> millis) {
        CpuOverTime over = new CpuOverTime(1);
        over.read(0, threads(millis, 7));
        over.read(TimeUnit.SECONDS.toNanos(10), threads(millis, 7 + 1e6));
        return over;
    }

    private static CpuReading threads(Map<String, Long> millis, double factor) {
        return new CpuReading(millis.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        thread -> new CpuReading.ThreadTime(thread.getKey(), (long) (thread.getValue() * factor)))));
    }

    private static CpuReading loops(long one, long other) {
        return new CpuReading(Map.of(
                "1", new CpuReading.ThreadTime("loop-1", TimeUnit.MILLISECONDS.toNanos(one)),
                "2", new CpuReading.ThreadTime("loop-2", TimeUnit.MILLISECONDS.toNanos(other))));
    }

    private static CpuReading used(long millis) {
        return new CpuReading(Map.of("1", new CpuReading.ThreadTime("main", TimeUnit.MILLISECONDS.toNanos(millis))));
    }
}
