// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
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
    void beyondIdleIsWhatIsLeftOfEachPartOfTheSameSeconds() {
        JsonObject below = IdleProcesses.below(Peer.CURATOR, over(5, 25, 30), over(0, 5, 15));

        assertThat(below.getString("idle")).isEqualTo("JVM");
        assertThat(below.getDouble("idleMillisPerSecond")).isEqualTo(0.75);
        assertThat(below.getDouble("beyondIdleMillisPerSecond")).isEqualTo(0.5);
        assertThat(below.getJsonArray("beyondIdleMillisPerSecondByPart"))
                .isEqualTo(new JsonArray().add(1.5).add(-0.5));
        assertThat(IdleProcesses.below(Peer.ELECTOR, over(5, 25, 30), over(0, 5, 15))
                        .getString("idle"))
                .isEqualTo("Vert.x");
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

    private static CpuReading used(long millis) {
        return new CpuReading(Map.of("1", new CpuReading.ThreadTime("main", TimeUnit.MILLISECONDS.toNanos(millis))));
    }
}
