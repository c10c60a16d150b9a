// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import static io.github.elector.examples.clustered.Cluster.ask;
import static io.github.elector.examples.clustered.Cluster.heard;
import static io.github.elector.examples.clustered.Cluster.heardOfALeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.small.Program;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A cluster of two that is split, and comes together again, while both sides reach the database: a verticle that Vert.x
 * keeps highly available beside a component of an elector. It takes a while, so it is run when it is asked for:
 *
 * <pre>
 * mvn -B -ntp -pl examples -am test -Dtest=SplitClusterTest -Delector.test.cluster=split \
 *     -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@Timeout(120)
@EnabledIfSystemProperty(named = "elector.test.cluster", matches = "split")
class SplitClusterTest {
    private static final JsonObject TIMES = new JsonObject()
            .put("lease", 6_000)
            .put("renew", 1_500)
            .put("retry", 500)
            .put("stop", 1_000);

    @Test
    void highAvailabilityRunsTheVerticleTwiceAndAnElectorOnce() {
        try (Cluster cluster = Cluster.of(TIMES, "a", "b")) {
            Program a = cluster.member(0);
            Program b = cluster.member(1);
            a.tell("elect");
            Notice first = heard(a, "elected");
            a.tell("highly-available");
            a.await("Vert.x's runs");
            b.tell("elect");
            assertThat(heardOfALeader(b).term()).isEqualTo(first.term());
            assertThat(heardOfALeader(a).node()).isEqualTo("b");
            long heardBefore = heard(a).count();

            cluster.split();
            a.await("members 1");
            b.await("Vert.x's runs");

            assertThat(runs(a, b, "Vert.x's")).as("on both sides of the split").isEqualTo(2);
            assertThat(runs(a, b, "ours")).isEqualTo(1);
            assertThat(ask(a, "valid")).isEqualTo("true");
            assertThat(ask(b, "valid")).isEqualTo("false");
            JsonObject seenByB = new JsonObject(ask(b, "state"));
            assertThat(seenByB.getString("node")).isEqualTo("b");
            assertThat(seenByB.getString("term")).isEqualTo(Long.toString(number(first)));
            assertThat(seenByB.getLong("ageMillis")).isBetween(0L, 6_000L);

            a.tell("resign");
            Notice second = heard(b, "elected");

            assertThat(second.node()).isEqualTo("b");
            assertThat(number(second)).isGreaterThan(number(first));
            // By the database: what a publishes itself is all it hears.
            a.await("\"term\":\"" + number(second) + "\"");
            assertThat(heard(a).skip(heardBefore).map(Notice::node))
                    .as("who is heard by a")
                    .containsOnly("a");
            assertThat(heard(b).filter(notice -> notice.node().equals("a")))
                    .as("what b heard last of a, which is as of then")
                    .noneMatch(notice -> notice.type() == NoticeType.REVOKED);

            cluster.heal();
            a.await("members 2");
            b.await("members 2");

            assertThat(runs(a, b, "Vert.x's")).as("after the split").isEqualTo(2);
            assertThat(runs(a, b, "ours")).isEqualTo(1);
            assertThat(ask(a, "valid")).isEqualTo("false");
            assertThat(ask(b, "valid")).isEqualTo("true");
            Notice revoked = heard(a).filter(notice -> notice.type() == NoticeType.REVOKED)
                    .findFirst()
                    .orElseThrow();
            assertThat(second.nanos() - revoked.nanos())
                    .as("between the last instant of one term and the first of the next")
                    .isPositive();
        }
    }

    private static long runs(Program a, Program b, String whose) {
        return List.of(a, b).stream()
                .flatMap(member -> member.lines().stream())
                .mapToLong(line -> line.equals(whose + " runs") ? 1 : line.equals(whose + " has stopped") ? -1 : 0)
                .sum();
    }

    private static long number(Notice notice) {
        return Objects.requireNonNull(notice.term());
    }
}
