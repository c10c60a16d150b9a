// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class CountingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final long origin = System.nanoTime();

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

    @Test
    void whereTheWindowLiesDoesNotChangeHowMuchIsAskedPerSecond() {
        for (int luck = 0; luck < 10_000; luck += 100) {
            AskedInBursts asked = new AskedInBursts();
            for (int beat = 0; beat < 10; beat++) {
                asked.read(origin + millis(10_000L * beat), beat + 1);
            }

            assertThat(perSecond(asked, luck, nothing -> 0))
                    .as("from %d ms on", luck)
                    .isEqualTo(0.1);
        }
    }

    @Test
    void severalBurstsInAnIntervalAreToldApart() {
        for (int luck = 0; luck < 10_000; luck += 100) {
            AskedInBursts asked = new AskedInBursts();
            for (int beat = 0; beat < 10; beat++) {
                for (int request = 1; request <= 1_000; request++) {
                    asked.read(origin + millis(10_000L * beat) + request * 1_000L, beat * 1_400L + request);
                }
                asked.read(origin + millis(10_000L * beat + 3_000), beat * 1_400L + 1_400);
            }

            assertThat(perSecond(asked, luck, nothing -> 0))
                    .as("from %d ms on", luck)
                    .isBetween(139.99, 140.01);
        }
    }

    @Test
    void whoAsksAllTheTimeIsCountedInAllOfTheWindow() {
        AskedInBursts asked = new AskedInBursts();
        for (int request = 1; request <= 1_000; request++) {
            asked.read(origin + millis(100L * request), request);
        }

        assertThat(perSecond(asked, 5_000, now -> now / 100)).isEqualTo(10);
    }

    @Test
    void aPauseThatComesOnceMakesNoBursts() {
        AskedInBursts asked = new AskedInBursts();
        for (int request = 1; request <= 1_000; request++) {
            asked.read(origin + millis(100L * request + (request > 200 ? 2_000 : 0)), request);
        }

        assertThat(perSecond(asked, 5_000, now -> now < 22_000 ? Math.min(now / 100, 200) : now / 100 - 20))
                .isBetween(9.6, 9.7);
    }

    /** Measured in a minute that begins then; {@code askedBy} says how much had been asked by a millisecond. */
    private double perSecond(AskedInBursts asked, long fromMillis, LongUnaryOperator askedBy) {
        long toMillis = fromMillis + 60_000;
        return asked.perSecond(
                new AskedInBursts.Moment(origin + millis(fromMillis), askedBy.applyAsLong(fromMillis)),
                new AskedInBursts.Moment(origin + millis(toMillis), askedBy.applyAsLong(toMillis)));
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
