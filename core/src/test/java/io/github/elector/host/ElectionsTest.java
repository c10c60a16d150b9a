// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static io.github.elector.host.ScriptedHost.BILLING;
import static io.github.elector.host.ScriptedHost.MILLI;
import static io.github.elector.host.ScriptedHost.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.election.ElectionState.Phase;
import io.github.elector.election.Standing;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import org.junit.jupiter.api.Test;

class ElectionsTest {
    private static final TermId TERM = new TermId(BILLING, 100, new SessionId("n~1"));

    private final Outbox outbox = new Outbox();
    private final LookSchedule looks = new LookSchedule(TIMING, 7, 0);
    private final Sessions sessions = new Sessions(TIMING, 7, () -> TERM.session(), 0);
    private final Elections elections = new Elections(TIMING, 7, looks, new LookQueue(1_000), sessions, outbox);

    @Test
    void stepThatThrowsEndsTheTermAndIsReported() {
        lead();
        IllegalStateException bug = new IllegalStateException("a bug");

        elections.apply(
                BILLING,
                election -> {
                    throw bug;
                },
                2 * MILLI);

        assertThat(outbox.take(null))
                .containsExactly(
                        new HostCommand.ReportBug(BILLING, bug),
                        new HostCommand.EndTerm(TERM, EndReason.INTERNAL_ERROR));
        elections.apply(BILLING, election -> election.onWorkEnded(TERM, 3 * MILLI), 3 * MILLI);
        assertThat(outbox.take(null))
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        HostCommand.Release.class,
                        release -> assertThat(release.term()).isEqualTo(TERM));
    }

    @Test
    void tellsOnceWhichElectionsTookAStep() {
        ComponentName search = new ComponentName("search");
        elections.join(search);
        lead();

        assertThat(elections.takeMoved()).containsExactly(BILLING);
        assertThat(elections.takeMoved()).isEmpty();
        elections.apply(search, election -> election.onResign(5 * MILLI, 2 * MILLI), 2 * MILLI);
        assertThat(elections.takeMoved()).containsExactly(search);
    }

    private void lead() {
        elections.join(BILLING);
        Candidate candidate = elections.find(BILLING);
        Claim claim = new Claim(BILLING, null, new Generation("life"), -1);
        elections.judge(candidate, new Standing.Free(claim), MILLI);
        long attempt = candidate.election.candidacy().attempts();
        elections.apply(BILLING, election -> election.onGranted(attempt, TERM, TIMING.softNanos(), MILLI), MILLI);
        elections.apply(BILLING, election -> election.onGatesOpened(TERM, TIMING.softNanos(), MILLI), MILLI);
        assertThat(candidate.election.phase()).isEqualTo(Phase.LEADING);
        outbox.take(null);
    }
}
