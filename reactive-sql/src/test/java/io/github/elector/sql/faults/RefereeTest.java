// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invented cells: what is right passes, and each thing that is wrong is found. */
class RefereeTest {
    private final List<Chronicle.Told> notices = new ArrayList<>();
    private final List<Sampler.Span> spans = new ArrayList<>();
    private final List<Ground.Entry> journal = new ArrayList<>();
    private String killed = "nobody";

    @Test
    void termsOneAfterTheOtherAreRight() {
        elected("alpha", 7, 100);
        revoked("alpha", 7, 200, 300);
        elected("beta", 8, 201);
        revoked("beta", 8, 400, 350);
        spans.add(new Sampler.Span("alpha", 7, 110, 190));
        spans.add(new Sampler.Span("beta", 8, 210, 340));
        journal.add(new Ground.Entry(7, "alpha~1"));
        journal.add(new Ground.Entry(7, "alpha~1"));
        journal.add(new Ground.Entry(8, "beta~1"));

        assertThat(rules()).isEmpty();
    }

    @Test
    void termThatIsAnnouncedBeforeTheEndOfAnotherIsAnOverlap() {
        elected("alpha", 7, 100);
        elected("beta", 8, 150);
        revoked("alpha", 7, 200, 300);
        revoked("beta", 8, 400, 500);

        assertThat(rules()).containsExactly(Rule.OVERLAP);
    }

    @Test
    void termThatIsToldToHaveEndedLateIsOverAtItsHardEnd() {
        elected("alpha", 7, 100);
        elected("beta", 8, 150);
        revoked("alpha", 7, 200, 140);
        revoked("beta", 8, 400, 500);

        assertThat(rules()).isEmpty();
    }

    @Test
    void twoTermsThatAnswerValidAtOnceAreAnOverlapWhateverIsTold() {
        elected("alpha", 7, 100);
        revoked("alpha", 7, 200, 300);
        elected("beta", 8, 201);
        revoked("beta", 8, 400, 500);
        spans.add(new Sampler.Span("alpha", 7, 110, 195));
        spans.add(new Sampler.Span("beta", 8, 180, 390));

        assertThat(rules()).containsExactly(Rule.OVERLAP);
    }

    @Test
    void termThatIsValidAfterItWasRevokedIsFound() {
        elected("alpha", 7, 100);
        revoked("alpha", 7, 200, 300);
        spans.add(new Sampler.Span("alpha", 7, 110, 201));

        assertThat(rules()).containsExactly(Rule.VALID_AFTER_REVOKED);
    }

    @Test
    void termThatDoesNotGrowIsFound() {
        elected("alpha", 7, 100);
        revoked("alpha", 7, 200, 300);
        elected("beta", 7, 300);
        revoked("beta", 7, 400, 500);

        assertThat(rules()).containsExactly(Rule.TERMS);
    }

    @Test
    void termWhoseEndIsNeverToldIsFound() {
        elected("alpha", 7, 100);

        assertThat(rules()).containsExactly(Rule.ORDER);
    }

    @Test
    void nodeThatWasKilledOwesNoEndButMayNotOverlapByWhatWasSeen() {
        killed = "alpha";
        elected("alpha", 7, 100);
        elected("beta", 8, 150);
        revoked("beta", 8, 400, 500);
        spans.add(new Sampler.Span("alpha", 7, 110, 160));
        spans.add(new Sampler.Span("beta", 8, 155, 390));

        assertThat(rules()).containsExactly(Rule.OVERLAP);
    }

    @Test
    void endOfAnotherTermIsFound() {
        elected("alpha", 7, 100);
        revoked("alpha", 6, 200, 300);

        assertThat(rules()).containsExactly(Rule.ORDER);
    }

    @Test
    void termThatEndsTwiceIsFound() {
        elected("alpha", 7, 100);
        revoked("alpha", 7, 200, 300);
        revoked("alpha", 7, 210, 300);

        assertThat(rules()).containsExactly(Rule.ORDER);
    }

    @Test
    void rowOfAnOlderTermBehindOneOfANewerIsFound() {
        journal.add(new Ground.Entry(8, "beta~1"));
        journal.add(new Ground.Entry(7, "alpha~1"));

        assertThat(rules()).containsExactly(Rule.STALE_ROW);
    }

    @Test
    void rowsOfOneTermByTwoSessionsAreFound() {
        journal.add(new Ground.Entry(8, "beta~1"));
        journal.add(new Ground.Entry(8, "alpha~1"));

        assertThat(rules()).containsExactly(Rule.STALE_ROW);
    }

    private List<Rule> rules() {
        return Referee.judge(notices, spans, journal, node -> node.equals(killed)).stream()
                .map(Violation::rule)
                .toList();
    }

    private void elected(String node, long term, long nanos) {
        tell(NoticeType.ELECTED, node, term, nanos, nanos + 1_000);
    }

    private void revoked(String node, long term, long nanos, long validUntilNanos) {
        tell(NoticeType.REVOKED, node, term, nanos, validUntilNanos);
    }

    private void tell(NoticeType type, String node, long term, long nanos, long validUntilNanos) {
        Notice notice = new Notice(
                type, "billing", node, term, node + "~1", null, notices.size() + 1, 0, nanos, validUntilNanos);
        notices.add(new Chronicle.Told(node, notice, nanos));
    }
}
