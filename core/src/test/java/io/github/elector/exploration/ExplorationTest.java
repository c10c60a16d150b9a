// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.AsLongAsAsked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Every interleaving of small worlds around the shipped host; see docs/exploration.md.
 *
 * <p>{@code -Delector.exploration=two} explores the worlds of two candidates, {@code three} one of three, anything else
 * the world of that name; {@code -Delector.exploration.minutes=N} stops after so many minutes in all, and
 * {@code -Delector.exploration.replay=…} makes the moves of a counterexample once more.
 */
@AsLongAsAsked
class ExplorationTest {
    private static final String WORLDS = System.getProperty("elector.exploration", "small");
    private static final String REPLAY = System.getProperty("elector.exploration.replay", "");
    private static final long MINUTES = Long.getLong("elector.exploration.minutes", 10);
    private static final boolean IN_BUILD = WORLDS.equals("small");
    private static final int THREADS = IN_BUILD ? 1 : Runtime.getRuntime().availableProcessors();
    /** The table of states takes 24 to 48 bytes each; the rest is for the worlds that are open. */
    private static final long MOST_STATES = Runtime.getRuntime().maxMemory() * 6 / 10 / 48;

    @Test
    void everyPromiseHoldsInEveryStateOfTheseWorlds() {
        if (!REPLAY.isEmpty()) {
            Scope scope = Scopes.named(WORLDS).get(0);
            System.out.println(Counterexample.replay(scope, choices()));
            return;
        }

        List<Findings> findings = explore(Scopes.named(WORLDS));

        System.out.println(Findings.report(WORLDS, findings));
        for (Findings each : findings) {
            Counterexample broken = each.counterexample();
            assertThat(broken).as(() -> Objects.requireNonNull(broken).story()).isNull();
            assertThat(each.isComplete() || !IN_BUILD)
                    .as("every state of world '%s' was reached", each.scope().name())
                    .isTrue();
        }
    }

    private static List<Findings> explore(List<Scope> scopes) {
        long until = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        List<Findings> findings = new ArrayList<>();
        for (Scope scope : scopes) {
            Findings of = Exploration.of(scope)
                    .threads(THREADS)
                    .mostStates(MOST_STATES)
                    .within(Duration.ofNanos(Math.max(0, until - System.nanoTime())))
                    .run();
            if (!IN_BUILD) {
                System.out.println(of.line());
            }
            findings.add(of);
        }
        return findings;
    }

    private static List<Integer> choices() {
        return Arrays.stream(REPLAY.split(",")).map(Integer::valueOf).toList();
    }
}
