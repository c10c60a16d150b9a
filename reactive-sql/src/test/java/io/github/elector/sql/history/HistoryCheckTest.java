// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static io.github.elector.sql.history.HistoryScript.A;
import static io.github.elector.sql.history.HistoryScript.B;
import static io.github.elector.sql.history.HistoryScript.C;
import static io.github.elector.sql.history.HistoryScript.closed;
import static io.github.elector.sql.history.HistoryScript.entry;
import static io.github.elector.sql.history.HistoryScript.term;
import static io.github.elector.sql.history.HistoryScript.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Histories written by hand: those that can be are let pass, and each that cannot is found, with what shows it. */
class HistoryCheckTest {
    private static final TermId A10 = term(10, A);
    private static final TermId B20 = term(20, B);
    private static final TermId C30 = term(30, C);

    /** A and B are open, and A leads from 5 on at the latest. */
    private static HistoryScript led() {
        return opened().granted(4, 5, A, null, 10);
    }

    private static HistoryScript opened() {
        return new HistoryScript().open(0, 1, A).open(0, 1, B).open(0, 1, C);
    }

    private static Arguments of(String name, HistoryScript script, Integer... shownBy) {
        return Arguments.of(name, script, shownBy);
    }

    static Stream<Arguments> possible() {
        return Stream.of(
                of("nothing", new HistoryScript()),
                of(
                        "a life",
                        led().beat(6, 7, A, A10)
                                .look(8, 9, A10, version(A, 1))
                                .expire(10, 11, A, 1, B, true)
                                .beatGone(12, 13, A, B)
                                .granted(14, 15, B, A10, 20)
                                .release(16, 17, A10, false)
                                .release(18, 19, B20, true)
                                .lookReleased(20, 21, B20, version(B, 0))
                                .acquire(22, 23, C, B20, true, new StoreAnswer.Granted(C30))),
                of("looks that cross a grant see either", led().lookNoRow(4, 9).look(4, 9, A10, version(A, 0))),
                of(
                        "a lost claim that was granted",
                        opened().acquireLost(4, 5, A, null).look(8, 9, A10, version(A, 0))),
                of(
                        "a lost claim that comes late",
                        opened().acquireLost(4, 5, A, null).lookNoRow(8, 9).look(100, 101, A10, version(A, 0))),
                of(
                        "a lost claim that never comes",
                        opened().acquireLost(4, 5, A, null).lookNoRow(8, 9)),
                of(
                        "one of two lost claims",
                        led().acquireLost(6, 7, B, A10)
                                .acquireLost(8, 9, C, A10)
                                .look(20, 21, C30, version(C, 0))),
                of(
                        "lost heartbeats, of which one came late",
                        opened().beatLost(2, 3, A)
                                .beatLost(4, 5, A)
                                .lookAt(6, 7, version(A, 0))
                                .beat(8, 9, A)
                                .lookAt(10, 11, version(A, 1))
                                .lookAt(12, 13, version(A, 2))),
                of(
                        "a release that was lost and one that was not",
                        led().release(6, 7, A10, null).release(8, 9, A10, true).release(10, 11, A10, true)),
                of(
                        "a session that opens late",
                        new HistoryScript()
                                .openLost(0, 1, A)
                                .lookMissing(2, 3, A)
                                .beatGone(4, 5, A, null)
                                .lookAt(6, 7, version(A, 0))),
                of(
                        "an expiry that was lost and had its effect",
                        opened().expire(2, 3, A, 0, B, null)
                                .beatGone(4, 5, A, B)
                                .lookAt(6, 7, closed(A, 0))),
                of(
                        "holdings read before a grant that was under way",
                        opened().beat(4, 9, A).granted(4, 9, A, null, 10)),
                of(
                        "a grant nobody was told of, since it was lost before it was read back",
                        led().readingBack()
                                .acquire(6, 12, B, A10, false, new StoreAnswer.Refused())
                                .look(7, 8, B20, version(B, 0))
                                .granted(9, 10, C, B20, 30)),
                of(
                        "a heartbeat that came before a close and was read after it",
                        opened().readingBack()
                                .beatGone(2, 7, A, null)
                                .lookAt(3, 4, version(A, 1))
                                .close(5, 6, A)
                                .lookAt(8, 9, closed(A, 1))),
                of(
                        "fenced writes, some of them unknown",
                        led().write(6, 7, A10, "one", true)
                                .write(6, 7, A10, "two", null)
                                .write(6, 7, A10, "three", null)
                                .granted(8, 9, B, A10, 20)
                                .write(10, 11, A10, "four", false)
                                .write(10, 11, B20, "five", true)
                                .journal(20, 21, entry(1, A10, "one"), entry(2, A10, "two"), entry(3, B20, "five"))),
                of(
                        "a write refused since a release that nobody saw was not lost",
                        led().release(6, 7, A10, null)
                                .write(8, 9, A10, "one", false)
                                .granted(10, 11, B, A10, 20)
                                .journal(20, 21)),
                of(
                        "a heartbeat that tells of a release that nobody saw",
                        led().release(6, 7, A10, null).beat(8, 9, A).granted(10, 11, B, A10, 20)),
                of(
                        "an expiry refused since a close that nobody saw was not lost",
                        opened().closeLost(2, 3, A).expire(4, 5, A, 0, B, false)),
                of(
                        "a transaction that was committed before a takeover that waited for it",
                        led().write(6, 10, 12, A10, "one", true)
                                .granted(8, 11, B, A10, 20)
                                .journal(20, 21, entry(1, A10, "one"))),
                of(
                        "a fenced write that began before its session was closed",
                        led().write(6, 12, A10, "one", true)
                                .expire(8, 9, A, 0, B, true)
                                .journal(20, 21, entry(1, A10, "one"))),
                of(
                        "a claim that names an older life of the server",
                        led().in("second")
                                .lookAt(6, 7, version(A, 0))
                                .in("first")
                                .refused(8, 9, B, A10)));
    }

    static Stream<Arguments> impossible() {
        return Stream.of(
                of("a grant that is gone", led().lookNoRow(6, 7), 4, 5),
                of(
                        "a look into the future",
                        opened().look(2, 3, A10, version(A, 0)).granted(4, 5, A, null, 10),
                        4,
                        5),
                of("a look at the past", led().granted(6, 7, B, A10, 20).look(8, 9, A10, version(A, 0)), 5, 6),
                of("two grants over one state", led().granted(6, 7, B, A10, 20).granted(8, 9, C, A10, 30), 5, 6),
                of("two grants over no row", led().granted(6, 7, B, null, 20), 4, 5),
                of("a grant over what never was", led().granted(6, 7, B, term(11, A), 20), 5),
                of("a grant over a later term", led().granted(6, 7, B, B20, 15), 5),
                of("one term for two sessions", led().granted(6, 7, B, A10, 10), 4, 5),
                of("a term that nobody acquired", led().look(6, 7, B20, version(B, 0)), 4, 5),
                of(
                        "a claim that was lost and seen too late",
                        opened().acquireLost(4, 5, A, null)
                                .lookNoRow(6, 7)
                                .lookNoRow(2_000, 2_001)
                                .look(3_000, 3_001, A10, version(A, 0)),
                        4,
                        6),
                of(
                        "a lost claim that must have been granted, and its row is as before",
                        led().acquireLost(6, 7, B, A10)
                                .granted(8, 9, C, B20, 30)
                                .look(10, 11, B20, version(B, 0)),
                        6,
                        7),
                of(
                        "a claim of a released lease that was not released",
                        led().acquire(6, 7, B, A10, true, new StoreAnswer.Granted(B20)),
                        4,
                        5),
                of("a claim refused although the row was so", led().refused(6, 7, B, A10), 4, 5),
                of("a claim of no row refused although there was none", opened().refused(2, 3, B, null), 4),
                of("a lease released by nobody", led().lookReleased(6, 7, A10, version(A, 0)), 4, 5),
                of("a release that is gone", led().release(6, 7, A10, true).look(8, 9, A10, version(A, 0)), 5, 6),
                of(
                        "a release of what was taken over",
                        led().granted(6, 7, B, A10, 20).release(8, 9, A10, true),
                        5,
                        6),
                of("a release refused to its holder", led().release(6, 7, A10, false), 4, 5),
                of("a heartbeat after the close", opened().close(2, 3, A).beat(4, 5, A), 4, 5),
                of(
                        "a heartbeat after the expiry",
                        opened().expire(2, 3, A, 0, B, true).beat(4, 5, A),
                        4,
                        5),
                of("a version that skips", opened().beat(2, 3, A).lookAt(4, 5, version(A, 2)), 5),
                of(
                        "a version that goes back",
                        opened().beat(2, 3, A).lookAt(4, 5, version(A, 1)).lookAt(6, 7, version(A, 0)),
                        5,
                        6),
                of("a heartbeat that moved nothing", opened().beat(2, 3, A).lookAt(4, 5, version(A, 0)), 4, 5),
                of(
                        "a heartbeat that moved nothing beside one that was lost",
                        opened().beatLost(2, 3, A)
                                .lookAt(4, 5, version(A, 1))
                                .beat(6, 7, A)
                                .lookAt(8, 9, version(A, 1)),
                        5,
                        6,
                        7),
                of("an expiry of another version", opened().beat(2, 3, A).expire(4, 5, A, 0, B, true), 4, 5),
                of("an expiry refused although the session was so", opened().expire(2, 3, A, 0, B, false), 1, 4),
                of(
                        "two expiries of one session",
                        opened().expire(2, 3, A, 0, B, true).expire(4, 5, A, 0, C, true),
                        4,
                        5),
                of("a session closed by nobody", opened().beatGone(2, 3, A, null), 4),
                of(
                        "a session closed by somebody else",
                        opened().expire(2, 3, A, 0, B, true).beatGone(4, 5, A, C),
                        5),
                of(
                        "a closed session that is open again",
                        opened().close(2, 3, A).lookAt(4, 5, version(A, 0)),
                        4,
                        5),
                of("a session that is missing", opened().lookMissing(2, 3, A), 1, 4),
                of("a session nobody opened", new HistoryScript().lookAt(2, 3, version(A, 0)), 1),
                of("a heartbeat that forgets a lease", led().beat(6, 7, A), 4, 5),
                of(
                        "a heartbeat that tells of a lost lease",
                        led().granted(6, 7, B, A10, 20).beat(8, 9, A, A10),
                        5,
                        6),
                of(
                        "a look of two moments",
                        led().granted(6, 7, B, A10, 20).beat(8, 9, A).look(4, 20, A10, version(A, 1)),
                        5,
                        6,
                        7),
                of("a sum of leases that are not there", led().lookHeld(6, 7, A10, A, new StoreAnswer.Held(1, 11)), 5),
                of(
                        "a fenced write after a takeover",
                        led().granted(6, 7, B, A10, 20)
                                .write(8, 9, A10, "late", true)
                                .journal(20, 21, entry(1, A10, "late")),
                        5,
                        6),
                of(
                        "an unknown fenced write after a takeover",
                        led().granted(6, 7, B, A10, 20)
                                .write(8, 9, A10, "late", null)
                                .journal(20, 21, entry(1, A10, "late")),
                        5,
                        6),
                of(
                        "a transaction that was committed after a takeover",
                        led().write(6, 10, 12, A10, "late", true)
                                .granted(8, 9, B, A10, 20)
                                .journal(20, 21, entry(1, A10, "late")),
                        5,
                        6),
                of(
                        "a fenced write after its release",
                        led().release(6, 7, A10, true)
                                .write(8, 9, A10, "late", true)
                                .journal(20, 21, entry(1, A10, "late")),
                        5,
                        6),
                of(
                        "a fenced write that began after its session was closed",
                        led().close(6, 7, A).write(8, 9, A10, "late", true).journal(20, 21, entry(1, A10, "late")),
                        5,
                        6),
                of(
                        "accepted terms that decrease",
                        led().write(6, 7, A10, "first", null)
                                .granted(8, 9, B, A10, 20)
                                .write(10, 11, B20, "second", true)
                                .journal(20, 21, entry(1, B20, "second"), entry(2, A10, "first")),
                        5,
                        7),
                of(
                        "a refused write that is there",
                        led().write(6, 7, A10, "one", false).journal(20, 21, entry(1, A10, "one")),
                        5,
                        6),
                of(
                        "a write that is not there",
                        led().write(6, 7, A10, "one", true).journal(20, 21),
                        5,
                        6),
                of(
                        "a write refused to its holder",
                        led().write(6, 7, A10, "one", false).journal(20, 21),
                        4,
                        5),
                of(
                        "a generation that comes back",
                        opened().in("second")
                                .lookAt(2, 3, version(A, 0))
                                .in("first")
                                .lookAt(4, 5, version(A, 0)),
                        4,
                        5),
                of(
                        "a grant on the word of an older life of the server",
                        led().in("second")
                                .lookAt(6, 7, version(A, 0))
                                .in("first")
                                .granted(8, 9, B, A10, 20),
                        5,
                        6),
                of(
                        "a refused claim that had its effect",
                        led().refused(6, 7, B, A10).look(8, 9, B20, version(B, 0)),
                        4,
                        6));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("possible")
    void historyThatCanBeHasNoViolation(String name, HistoryScript script, Integer[] none) {
        assertThat(HistoryCheck.of(script.history()).violations()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("impossible")
    void historyThatCannotBeIsShownByTheOperationsThatMakeItImpossible(
            String name, HistoryScript script, Integer[] shownBy) {
        HistoryCheck.Outcome outcome = HistoryCheck.of(script.history());

        assertThat(outcome.violations()).isNotEmpty();
        assertThat(outcome.violations().get(0).part())
                .as(outcome.violations().toString())
                .extracting(operation -> operation.span().number())
                .contains(shownBy)
                .hasSizeLessThanOrEqualTo(Math.max(4, shownBy.length + 1));
    }

    @Test
    void unknownOperationsThatHadAnEffectAreCounted() {
        History history = opened().acquireLost(4, 5, A, null)
                .lookNoRow(50, 51)
                .look(100, 101, A10, version(A, 0))
                .release(102, 103, A10, null)
                .lookReleased(104, 105, A10, version(A, 0))
                .beatLost(106, 107, A)
                .lookAt(108, 109, version(A, 1))
                .closeLost(110, 111, A)
                .lookAt(112, 113, closed(A, 1))
                .history();

        HistoryCheck.Effects effects = HistoryCheck.of(history).effects();

        assertThat(effects).isEqualTo(new HistoryCheck.Effects(1, 1, 1, 1, 0, 1, 0, 1, 45_000_000));
    }
}
