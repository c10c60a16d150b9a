// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final String ENGINE = "engine";

    private final History history = new History();
    private long nanos = 1;

    @Test
    void whoHasSeenTheLeaderTakesPart() {
        say("alpha", "elected", 1, "alpha~1");
        assertThat(history.takesPart("beta", ENGINE)).isFalse();

        say("beta", "leader-changed", 1, "alpha~1");

        assertThat(history.takesPart("alpha", ENGINE)).isTrue();
        assertThat(history.takesPart("beta", ENGINE)).isTrue();
    }

    /** Of a component whose leader stays it has nothing new to say when it is back. */
    @Test
    void whoWasCutOffTakesPartAgainOnceItCanUseTheDatabase() {
        say("alpha", "elected", 1, "alpha~1");
        say("beta", "leader-changed", 1, "alpha~1");

        say("beta", "store-unreachable", null, null);
        assertThat(history.takesPart("beta", ENGINE)).isFalse();
        say("beta", "store-recovered", null, null);

        assertThat(history.takesPart("beta", ENGINE)).isTrue();
    }

    @Test
    void whoStillNamesAnEarlierLeaderDoesNotTakePart() {
        say("alpha", "elected", 1, "alpha~1");
        say("alpha", "revoked", 1, "alpha~1");
        say("beta", "elected", 2, "beta~1");
        assertThat(history.takesPart("alpha", ENGINE)).isFalse();

        say("alpha", "leader-changed", 2, "beta~1");

        assertThat(history.takesPart("alpha", ENGINE)).isTrue();
    }

    @Test
    void whatADeadReplicaSaidCountsNoMore() {
        say("alpha", "elected", 1, "alpha~1");
        say("beta", "leader-changed", 1, "alpha~1");
        say("beta", "store-unreachable", null, null);

        history.add(ReplicaEvent.death("beta", nanos++));
        assertThat(history.takesPart("beta", ENGINE)).isFalse();
        say("beta", "leader-changed", 1, "alpha~1");

        assertThat(history.takesPart("beta", ENGINE)).isTrue();
    }

    private void say(String node, String event, Integer term, String holder) {
        history.add(new ReplicaEvent(
                nanos++, node, ENGINE, event, term == null ? null : term.toString(), holder, null, null));
    }
}
