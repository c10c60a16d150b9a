// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void packetsToZooKeeperAreCountedHoweverTheyAreCut() {
        byte[] three = ByteBuffer.allocate(4 + 300 + 4 + 8 + 4)
                .putInt(300)
                .put(new byte[300])
                .putInt(8)
                .putLong(-2)
                .putInt(0)
                .array();

        for (int cut = 1; cut <= three.length; cut++) {
            PacketCounter counter = new PacketCounter();
            for (int from = 0; from < three.length; from += cut) {
                byte[] chunk = Arrays.copyOfRange(three, from, Math.min(three.length, from + cut));
                counter.sees(1, chunk, chunk.length);
            }
            assertThat(counter.packets()).as("in pieces of " + cut).isEqualTo(3);
        }
    }

    @Test
    void connectionsAreCountedApart() {
        PacketCounter counter = new PacketCounter();

        counter.sees(1, new byte[] {0, 0, 0, 2, 7}, 5);
        counter.sees(2, new byte[] {0, 0, 0, 1, 7}, 5);
        assertThat(counter.packets()).isEqualTo(1);
        counter.sees(1, new byte[] {7}, 1);
        assertThat(counter.packets()).isEqualTo(2);
    }

    @Test
    void theBusiestSecondIsTheOneWithTheMostRequestsWhereverItBegins() {
        AskedOverTime asked = new AskedOverTime();
        asked.read(0, 0);
        asked.read(millis(900), 10);
        asked.read(millis(1_100), 60);
        asked.read(millis(1_850), 80);
        asked.read(millis(3_000), 100);

        assertThat(asked.most(SECOND, 0, millis(4_000))).isEqualTo(70);
        assertThat(asked.most(SECOND, millis(1_000), millis(4_000))).isEqualTo(20);
        assertThat(asked.most(SECOND, millis(2_000), millis(4_000))).isZero();
        assertThat(asked.most(SECOND, millis(5_000), millis(6_000))).isZero();
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
