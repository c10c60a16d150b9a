// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import static io.github.elector.examples.clustered.Cluster.ask;
import static io.github.elector.examples.clustered.Cluster.heard;
import static io.github.elector.examples.clustered.Cluster.heardOfALeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.small.Program;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.notice.ReleaseHint;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three JVMs on one bus and a database that tells nobody anything; one of them has no elector, and only listens. */
@Timeout(120)
class ClusteredBusTest {
    /** A standby looks by itself after up to 20 s. */
    private static final JsonObject RARE_LOOKS = new JsonObject()
            .put("lease", 60_000)
            .put("renew", 20_000)
            .put("retry", 20_000)
            .put("stop", 2_000);

    @Test
    void allHearWhoLeadsNobodyIsObeyedOrBelievedAndTheNextLeaderLooksAtOnce() {
        try (Cluster cluster = Cluster.of(RARE_LOOKS, "a", "b", "c")) {
            Program a = cluster.member(0);
            Program b = cluster.member(1);
            Program listener = cluster.member(2);
            a.tell("elect");
            Notice first = heard(listener, "elected");
            b.tell("elect");
            heardOfALeader(listener);
            JsonObject state = new JsonObject(ask(listener, "state"));

            listener.tell("command elector.command.billing");
            String local = listener.await("command -> ");
            RawBus.publish(cluster.busPort(0), "elector.hint", "{no json", 100);
            RawBus.publish(cluster.busPort(0), "elector.hint", "", 100);
            String remote = ask(listener, "command elector.command.billing@a");
            for (Object body : List.of("x", new JsonObject(), releaseOf(first))) {
                JsonObject flood = new JsonObject()
                        .put("address", "elector.hint")
                        .put("body", body)
                        .put("times", 2_000);
                ask(listener, "publish " + flood);
            }
            String stillValid = ask(a, "valid");
            long resigned = System.nanoTime();
            a.tell("resign");
            Notice second = heard(listener, "elected");
            long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - resigned);

            assertThat(first.node()).isEqualTo("a");
            assertThat(state.getString("term")).isEqualTo(Long.toString(number(first)));
            assertThat(state.getLong("ageMillis")).isBetween(0L, 60_000L);
            assertThat(List.of(local, remote))
                    .allSatisfy(answer -> assertThat(answer).contains("No handlers"));
            assertThat(stillValid).isEqualTo("true");
            assertThat(second.node()).isEqualTo("b");
            assertThat(number(second)).isGreaterThan(number(first));
            assertThat(tookMillis).as("until the next leader, in ms").isLessThan(8_000);
            assertThat(a.lines()).noneMatch(line -> line.contains("Exception"));
            assertThat(heard(listener).filter(notice -> notice.node().equals("a")))
                    .extracting(notice -> notice.type().text())
                    .containsSubsequence("elected", "revoked");
        }
    }

    private static JsonObject releaseOf(Notice elected) {
        return new ReleaseHint(new TermId(
                        new ComponentName(elected.component()),
                        number(elected),
                        new SessionId(Objects.requireNonNull(elected.holder()))))
                .toJson();
    }

    private static long number(Notice notice) {
        return Objects.requireNonNull(notice.term());
    }
}
