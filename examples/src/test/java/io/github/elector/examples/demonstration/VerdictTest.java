// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.ReplicaEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge of the demonstration sees what it is there to see. */
class VerdictTest {
    private static final long SECOND = 1_000_000_000L;

    private static final Set<String> RUNNING = Set.of("shop 42");

    private final History history = new History();

    @Test
    void componentIsLeaderlessFromTheLossAndNotFromTheEndOfItsTerm() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 15, 15);
        elected("beta", 2, 16);
        revoked("beta", 2, 20, 21);
        Takeover frozen =
                new Takeover(Loss.FREEZE, "discovery", "alpha", "beta", 12 * SECOND, OptionalLong.empty(), 16 * SECOND);

        double millis = Verdict.leaderlessMillis("discovery", history.spans(), List.of(frozen));

        assertThat(millis).isEqualTo(4_000);
    }

    @Test
    void timeUntilTheFirstLeaderIsToldForItself() {
        elected("alpha", 1, 10);
        revoked("alpha", 1, 15, 15);
        elected("beta", 2, 16);

        assertThat(Verdict.firstMillis("discovery", history.spans(), 3 * SECOND))
                .isEqualTo(7_000);
        assertThat(Verdict.leaderlessMillis("discovery", history.spans(), List.of()))
                .isEqualTo(1_000);
    }

    @Test
    void leaderBeforeTheSecondReplicaCampaignedTookNoTime() {
        elected("alpha", 1, 10);

        assertThat(Verdict.firstMillis("discovery", history.spans(), 11 * SECOND))
                .isZero();
    }

    @Test
    void whatDidNotHoldIsNamed() {
        assertThat(verdict(0, 0, 100, RUNNING).held()).isTrue();
        assertThat(verdict(1, 0, 100, RUNNING).complaints())
                .singleElement()
                .asString()
                .contains("valid at the same time");
        assertThat(verdict(0, 2, 100, RUNNING).complaints())
                .singleElement()
                .asString()
                .contains("later term");
        assertThat(verdict(0, 0, 5_001, RUNNING).complaints())
                .singleElement()
                .asString()
                .contains("no leader for 5.001 s");
        assertThat(verdict(0, 0, 100, Set.of("shop 43")).complaints())
                .containsExactly(
                        "runtime_instances does not have [shop 42] of the process table",
                        "runtime_instances has [shop 43], and the process table has not");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void timelineAndTableFitIn80ColumnsOfAscii(boolean coloured) {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Paint paint = new Paint(coloured);
        Timeline timeline = new Timeline(new PrintStream(shown), paint, List.of("alpha", "beta", "gamma"));

        timeline.begin("a PostgreSQL of its own", Duration.ofSeconds(3));
        for (String event : List.of("started", "elected", "revoked", "overrun", "store-unreachable", "stopped")) {
            timeline.event(new ReplicaEvent(
                    System.nanoTime() - SECOND,
                    "gamma",
                    "discovery",
                    event,
                    "1795412389140",
                    "gamma~0123456789abcdef01234567",
                    event.equals("revoked") ? "store-unreachable" : "wrong-schema",
                    System.nanoTime()));
        }
        for (Loss loss : Loss.values()) {
            timeline.loss(loss, "gamma", List.of("discovery", "engine"));
            timeline.provider(new ProviderStep("is killed with kill -9", "demo-shop", "127.0.0.1:20880"));
        }
        timeline.end(verdict(1, 1, 123_456, RUNNING));

        String painted = shown.toString(StandardCharsets.UTF_8);
        String text = painted.replaceAll("\u001b\\[[0-9;]*m", "");
        assertThat(painted.contains("\u001b")).isEqualTo(coloured);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80).hasSizeGreaterThan(20);
        assertThat(text).matches("[\\n\\x20-\\x7e]*");
    }

    @Test
    void databaseWithALongNameIsShownWithItsBeginningAndItsEnd() {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        Timeline timeline = new Timeline(new PrintStream(shown), new Paint(false), List.of("alpha"));

        timeline.begin("postgresql://db-1." + "zone.".repeat(40) + "example.org:5432/billing", Duration.ofHours(24));

        String text = shown.toString(StandardCharsets.UTF_8);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text).contains("Database: postgresql://db-1.", "...", "org:5432/billing. Lease: 86400.000 s.\n");
    }

    private static Verdict verdict(int overlaps, long staleRows, double leaderlessMillis, Set<String> runningRows) {
        List<Takeover> takeovers = List.of(
                new Takeover(Loss.KILL, "discovery", "alpha", "gamma", 0, OptionalLong.of(-SECOND / 2), 2 * SECOND),
                new Takeover(Loss.TERMINATE, "discovery", "gamma", "alpha", 0, OptionalLong.empty(), SECOND / 20));
        Set<String> registered = Set.of("shop 127.0.0.1:20880");
        Tables tables = new Tables(registered, registered, RUNNING, runningRows);
        return new Verdict(
                takeovers, 10, overlaps, 200, staleRows, 1_500, leaderlessMillis, 5_000, tables, tables.differences());
    }

    private void elected(String node, long term, long seconds) {
        history.add(new ReplicaEvent(
                seconds * SECOND,
                node,
                "discovery",
                "elected",
                Long.toString(term),
                node + "~" + term,
                null,
                (seconds + 3) * SECOND));
    }

    private void revoked(String node, long term, long seconds, long validUntilSeconds) {
        history.add(new ReplicaEvent(
                seconds * SECOND,
                node,
                "discovery",
                "revoked",
                Long.toString(term),
                node + "~" + term,
                "closed",
                validUntilSeconds * SECOND));
    }
}
