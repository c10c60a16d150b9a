// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.elector.lease.Timing;
import io.github.elector.simulation.Tally.Kind;
import io.github.elector.testing.AsLongAsAsked;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replicas that are started again one by one with other times than before: old and new ones lead and stand by beside each
 * other, and every promise is checked after every event.
 *
 * <p>{@code -Delector.simulation.rolling=10000} makes so many schedules of each change.
 */
@AsLongAsAsked
class RollingChangeTest {
    private static final int SCHEDULES = Integer.getInteger("elector.simulation.rolling", 200);
    private static final Timing BEFORE = Timing.ofMillis(3_000, 1_000, 500, 500);

    static Stream<Arguments> changes() {
        return Stream.of(
                arguments("a shorter lease", Timing.ofMillis(1_000, 300, 200, 200)),
                arguments("a longer lease", Timing.ofMillis(9_000, 3_000, 500, 500)),
                arguments("heartbeats more often", Timing.ofMillis(3_000, 300, 500, 500)),
                arguments("heartbeats less often", Timing.ofMillis(3_000, 1_200, 500, 500)),
                arguments("looks less often", Timing.ofMillis(3_000, 1_000, 3_000, 500)),
                arguments("a longer stop", Timing.ofMillis(3_000, 600, 500, 1_500)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void everyPromiseHoldsWhileTheReplicasAreChanged(String what, Timing after) {
        long rolled = 0;
        long changes = 0;
        for (long seed = 0; seed < SCHEDULES; seed++) {
            World world = world(seed, after, Transcript.none());
            Tally tally = run(world, seed, what, after);
            rolled += world.replicas.stream().filter(Replica::hasRolled).count();
            changes += tally.get(Kind.LEADER_CHANGES);
        }

        assertThat(rolled).as("replicas that were started again").isGreaterThan(SCHEDULES);
        assertThat(changes).as("changes of leaders").isGreaterThan(SCHEDULES);
    }

    private static World world(long seed, Timing after, Transcript transcript) {
        World world = new World(seed, transcript, scenario -> scenario.changing(BEFORE, after));
        world.replicas.forEach(replica -> replica.rollOut(after));
        return world;
    }

    private static Tally run(World world, long seed, String what, Timing after) {
        try {
            return world.run();
        } catch (Violation | RuntimeException found) {
            Transcript transcript = Transcript.kept();
            try {
                world(seed, after, transcript).run();
            } catch (Violation | RuntimeException again) {
                // The same, with notes this time.
            }
            throw new AssertionError(what + ", seed " + seed + ": " + found + "\n" + transcript.tail(60), found);
        }
    }
}
