// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.host.Waiting;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.session.ClaimWait;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.time.Moment;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TermLogTest {
    private static final long MILLI = 1_000_000;
    private static final Timing TIMING = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);

    private long nowMillis = 1_000;
    private final TermLog log =
            new TermLog(new NodeName("web-1"), TIMING, () -> new Moment(nowMillis * MILLI, nowMillis));
    private final CapturedLogs logs = new CapturedLogs();

    @AfterEach
    void stopListening() {
        logs.close();
    }

    @Test
    void whoIsElectedIsSaidWithTermAndSession() {
        log.elected(term("hello", 7));

        assertThat(lines()).containsExactly("INFO component 'hello': elected, term 7, session web-1~00");
    }

    /** Making a line takes longer than the steps of a handover do. */
    @Test
    void nothingIsWrittenAtOnce() {
        log.elected(term("hello", 7));

        assertThat(logs.lines()).isEmpty();
        assertThat(log.hasUntold()).isTrue();
        log.tell();
        assertThat(log.hasUntold()).isFalse();
    }

    @Test
    void anEndIsSaidWithItsReason() {
        for (EndReason reason : EndReason.values()) {
            log.over(term("hello", 7), reason);

            assertThat(lines()).last().isEqualTo("INFO component 'hello': term 7 is over: " + reason.text());
        }
    }

    @Test
    void tenThousandElectionsOfOneTurnAreAFewLines() {
        for (int i = 0; i < 10_000; i++) {
            log.elected(term("c" + i, i));
        }
        log.tell();

        assertThat(lines())
                .hasSize(TermLog.MOST + 1)
                .last()
                .isEqualTo("INFO node 'web-1': and so many components more: elected " + (10_000 - TermLog.MOST));
    }

    @Test
    void whatComesInFurtherTurnsIsCountedOnceASecond() {
        for (int i = 0; i < 1_000; i++) {
            log.over(term("c" + i, i), i % 4 == 0 ? EndReason.RESIGNED : EndReason.CLOSED);
            log.tell();
        }

        assertThat(lines()).hasSize(TermLog.MOST + 1).last().asString().endsWith("more: over (closed) 1");
        nowMillis += 1_000;
        log.tell();
        assertThat(lines())
                .hasSize(TermLog.MOST + 2)
                .last()
                .asString()
                .endsWith("more: over (closed) " + (750 - 7 - 1) + ", over (resigned) " + (250 - 3));
    }

    @Test
    void aSecondLaterTheNextIsNamedAgain() {
        for (int i = 0; i < 100; i++) {
            log.elected(term("c" + i, i));
        }
        nowMillis += 1_000;
        log.elected(term("late", 8));

        assertThat(lines()).last().isEqualTo("INFO component 'late': elected, term 8, session web-1~00");
        assertThat(lines()).anyMatch(line -> line.endsWith("more: elected " + (100 - TermLog.MOST)));
    }

    @Test
    void nothingIsLeftUntoldAtTheEnd() {
        for (int i = 0; i < 100; i++) {
            log.elected(term("c" + i, i));
            log.tell();
        }
        log.close();

        assertThat(lines()).last().asString().endsWith("more: elected " + (100 - TermLog.MOST - 1));
    }

    @Test
    void whyAComponentIsNotClaimedYetIsASentence() {
        log.putOff(new ComponentName("hello"), waiting(ClaimWait.Cause.SERVER_STARTED, 20_500));
        log.putOff(new ComponentName("hello"), waiting(ClaimWait.Cause.SERVER_CHANGED, 9_000));

        assertThat(lines())
                .containsExactly(
                        "INFO component 'hello': no claim before 30 s have passed since the server's start, as rows"
                                + " from before it could be missing: 21 s more",
                        "INFO component 'hello': no claim before this server was watched for 31 s, as it was started"
                                + " or took another's place and commits could be missing: 9000 ms more");
    }

    @Test
    void aLeaderThatIsSilentAndACandidateThatStaysOutAreNoLines() {
        log.putOff(new ComponentName("hello"), waiting(ClaimWait.Cause.LEADER_SILENT, 20_500));
        log.putOff(new ComponentName("hello"), waiting(ClaimWait.Cause.STAYS_OUT, 20_500));

        assertThat(lines()).isEmpty();
    }

    private Waiting waiting(ClaimWait.Cause cause, long millis) {
        return new Waiting(cause, (nowMillis + millis) * MILLI);
    }

    private static TermId term(String component, long number) {
        return new TermId(new ComponentName(component), number, new SessionId("web-1~00"));
    }

    private List<String> lines() {
        log.tell();
        return logs.lines();
    }
}
