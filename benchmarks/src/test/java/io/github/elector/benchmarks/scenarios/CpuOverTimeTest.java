// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
        JsonObject beside = IdleProcesses.beside(ofClient("pings", 4, 10, 40), over(0, 5, 15), Optional.empty());

        assertThat(beside.getString("idle")).isEqualTo("JVM");
        assertThat(beside.getDouble("idleMillisPerSecond")).isEqualTo(0.75);
        assertThat(beside.getDouble("clientMillisPerSecond")).isEqualTo(1.8);
        assertThat(beside.getJsonArray("clientMillisPerSecondByPart"))
                .isEqualTo(new JsonArray().add(0.6).add(3.0));
    }

    @Test
    void whatTheEventLoopsOfAnIdleVertxTakeIsNotTheClients() {
        JsonObject beside = IdleProcesses.beside(
                ofClient("loop-1", 0, 20, 40), over(0, 5, 15), Optional.of(ofClient("loop-2", 0, 5, 15)));

        assertThat(beside.getString("idle")).isEqualTo("Vert.x");
        assertThat(beside.getDouble("idleMillisPerSecond")).isEqualTo(100.75);
        assertThat(beside.getDouble("clientMillisPerSecond")).isEqualTo(1.25);
        assertThat(beside.getJsonArray("clientMillisPerSecondByPart"))
                .isEqualTo(new JsonArray().add(1.5).add(1.0));
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

    /** The same of a thread of this name, beside one of the JVM that is busy all the time. */
    private static CpuOverTime ofClient(String name, long... millis) {
        CpuOverTime over = new CpuOverTime(1);
        for (int i = 0; i < millis.length; i++) {
            over.read(
                    TimeUnit.SECONDS.toNanos(10L * i),
                    new CpuReading(Map.of(
                            "1", new CpuReading.ThreadTime("main", TimeUnit.SECONDS.toNanos(i)),
                            "2", new CpuReading.ThreadTime(name, TimeUnit.MILLISECONDS.toNanos(millis[i])))));
        }
        return over;
    }

    private static CpuReading used(long millis) {
        return new CpuReading(Map.of("1", new CpuReading.ThreadTime("main", TimeUnit.MILLISECONDS.toNanos(millis))));
    }
}
