// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.Notice;
import io.github.elector.sql.testing.PostgresPair;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two replicas, and a standby that is promoted while one of them leads. {@code -Delector.test.failovers=50} makes each
 * happen as often.
 */
class PostgresFailoverTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ZERO;

    private final Map<String, TcpProxy> lines = new TreeMap<>();
    private final Replicas replicas = new Replicas();
    private PostgresPair pair;

    static IntStream rounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("elector.test.failovers", 1));
    }

    @BeforeAll
    static void needsPrograms() {
        Installed.orSkip("PostgreSQL with pg_basebackup", PostgresPair.programs());
    }

    @BeforeEach
    void start() {
        pair = new PostgresPair();
        start("alpha");
        start("beta");
    }

    @AfterEach
    void close() {
        lines.values().forEach(TcpProxy::resume);
        replicas.close();
        lines.values().forEach(TcpProxy::close);
        pair.close();
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void promotionOfASynchronousStandbyLosesNothing(int round) {
        Notice first = replicas.nextLeader();

        pair.killPrimary();
        pair.promote();
        lines.values().forEach(pair::lead);
        replicas.resign(first.node(), LONG);
        Notice later = replicas.nextLeader();

        assertThat(termOnTheStandby()).isGreaterThanOrEqualTo(later.term());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    /** The leader hears of it at its next heartbeat, and the other waits until it must have. */
    @ParameterizedTest
    @MethodSource("rounds")
    void termWhoseAcquireWasLostEndsAndIsNeverGivenAgain(int round) {
        Notice first = replicas.nextLeader();
        pair.catchUp();
        pair.loseCommitsFromNowOn();
        replicas.resign(first.node(), SOON);
        Notice lost = replicas.nextLeader();
        replicas.passAHeartbeat(lost.node());

        pair.promote();
        lines.values().forEach(pair::lead);
        pair.killPrimary();
        Notice later = replicas.nextLeader();

        assertThat(replicas.end(lost).reason()).isEqualTo("lease-lost");
        assertThat(later.term()).isGreaterThan(lost.term());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    /** Cut off with a heartbeat just answered, it is valid for as long as can be. */
    @ParameterizedTest
    @MethodSource("rounds")
    void leaderThatCannotHearOfItsLostAcquireIsNotReplacedBeforeItsTermIsOver(int round) {
        Notice first = replicas.nextLeader();
        start("gamma");
        pair.catchUp();
        pair.loseCommitsFromNowOn();
        replicas.resign(first.node(), LONG);
        Notice lost = replicas.nextLeader();
        pair.promote();
        replicas.passAHeartbeat(lost.node());

        lines.get(lost.node()).pause();
        lines.values().forEach(pair::lead);
        pair.killPrimary();
        Notice later = replicas.nextLeader();

        assertThat(later.node()).isNotEqualTo(lost.node());
        assertThat(later.term()).isGreaterThan(lost.term());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    /** Its leader is answered no more, since no standby has what it commits. */
    @ParameterizedTest
    @MethodSource("rounds")
    void primaryThatStaysUpWithoutItsSynchronousStandbyKeepsNobodyInOffice(int round) {
        Notice first = replicas.nextLeader();
        String other = first.node().equals("alpha") ? "beta" : "alpha";

        pair.cutReplication();
        pair.promote();
        pair.lead(lines.get(other));
        lines.get(other).cut();
        Notice later = replicas.nextLeader();

        assertThat(later.node()).isEqualTo(other);
        replicas.assertNoOverlapAndGrowingTerms();
    }

    /** Nobody cuts the connections to it; they are left. */
    @ParameterizedTest
    @MethodSource("rounds")
    void primaryThatBecomesReadOnlyIsLeftForTheNewOne(int round) {
        Notice first = replicas.nextLeader();

        pair.makePrimaryReadOnly();
        pair.promote();
        lines.values().forEach(pair::lead);
        replicas.resign(first.node(), LONG);
        Notice later = replicas.nextLeader();

        assertThat(termOnTheStandby()).isGreaterThanOrEqualTo(later.term());
        replicas.assertNoOverlapAndGrowingTerms();
    }

    /** What nobody can prevent from the side of the client: docs/limits.md. */
    @Test
    void twoServersThatBothTakeWritesHaveALeaderEach() {
        Notice first = replicas.nextLeader();
        String other = first.node().equals("alpha") ? "beta" : "alpha";
        pair.catchUp();
        pair.loseCommitsFromNowOn();

        pair.promote();
        pair.lead(lines.get(other));
        lines.get(other).cut();
        Notice later = replicas.nextLeader();
        replicas.passAHeartbeat(first.node());

        assertThat(later.node()).isEqualTo(other);
        List<Reign> reigns = replicas.reigns();
        assertThat(reigns).hasSize(2);
        assertThat(reigns.get(0).overlaps(reigns.get(1))).as("%s", reigns).isTrue();
    }

    private void start(String node) {
        TcpProxy line = pair.address();
        lines.put(node, line);
        replicas.start(
                node,
                new JsonObject()
                        .put("uri", PostgresServer.through(line, pair.primaryUri()))
                        .put("createSchema", true));
    }

    private long termOnTheStandby() {
        return PostgresServer.execute(pair.standbyUri(), "SELECT term FROM leader_leases")
                .iterator()
                .next()
                .getLong(0);
    }
}
