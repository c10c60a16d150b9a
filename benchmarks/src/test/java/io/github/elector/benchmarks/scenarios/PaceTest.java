// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which moments of a machine were slow, by how long the same work took. */
class PaceTest {
    // Work of 10 that begins at 0, 100, 200, 300, 400 and 500.
    private static final List<Stint> EVEN =
            List.of(at(0, 10), at(100, 10), at(200, 11), at(300, 9), at(400, 29), at(500, 10));

    @Test
    void machineThatKeepsItsPaceIsNeverSlow() {
        Pace pace = new Pace(EVEN);

        assertThat(pace.isUsual(0, 600)).isTrue();
        assertThat(pace.slowShare()).isZero();
    }

    @Test
    void itIsSlowFromTheLastGoodWorkToTheNext() {
        Pace pace = new Pace(List.of(at(0, 10), at(100, 10), at(200, 31), at(300, 90), at(400, 10), at(500, 10)));

        assertThat(pace.isUsual(0, 109)).isTrue();
        assertThat(pace.isUsual(401, 510)).isTrue();
        assertThat(pace.isUsual(0, 110)).isFalse();
        assertThat(pace.isUsual(250, 260)).isFalse();
        assertThat(pace.isUsual(390, 510)).isFalse();
        assertThat(pace.isUsual(0, 510)).isFalse();
        assertThat(pace.slowShare()).isEqualTo((400 - 110) / 510.0);
        assertThat(pace.toJson().getInteger("slowStretches")).isOne();
    }

    @Test
    void slowMomentsThatDoNotTouchAreSeveral() {
        Pace pace = new Pace(List.of(at(0, 10), at(100, 40), at(200, 10), at(300, 10), at(400, 10), at(500, 40)));

        assertThat(pace.isUsual(201, 409)).isTrue();
        assertThat(pace.isUsual(505, 506)).isFalse();
        assertThat(pace.toJson().getInteger("slowStretches")).isEqualTo(2);
        assertThat(pace.slowShare()).isEqualTo((200 - 10 + 540 - 410) / 540.0);
    }

    @Test
    void stintsAreToldApart() {
        Stints stints = new Stints();
        stints.add(new Stint(50, 60, 1_000_000));
        stints.add(new Stint(150, 160, 9_000_000));

        Pace pace = new Pace(List.of(at(0, 10), at(100, 10), at(200, 90), at(300, 10)));

        assertThat(stints.latencies().rounds()).isEqualTo(2);
        assertThat(stints.latencies(pace).millis(100)).isEqualTo(1);
    }

    @Test
    void theMeterSeesWhatAMachineDoes() {
        Pace pace = PaceMeter.begin().end();

        assertThat(pace.toJson().getJsonObject("work").getInteger("rounds")).isPositive();
        assertThat(pace.toJson().getJsonObject("work").getDouble("p50")).isBetween(0.001, 5.0);
    }

    private static Stint at(long begun, long took) {
        return new Stint(begun, begun + took, took);
    }
}
