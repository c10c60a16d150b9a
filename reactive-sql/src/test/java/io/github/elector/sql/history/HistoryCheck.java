// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a history can be one of rows that each statement changes or reads as a whole, in one order that keeps the order
 * of real time: whatever was answered before something else was asked for came before it. It needs no database.
 *
 * <p>Deciding that is a search in general. Here every row carries its own order: a lease its terms, a session its
 * versions. So what there was and in which order is read off, who can have made it is looked up, and what remains is
 * whether all of that can have been between question and answer: {@link Instants}. Nothing is tried, so a run of an
 * hour is checked in seconds.
 *
 * <p>It is complete where every state was seen or made by an answered operation. What remains to choose where nobody
 * knows the outcome is left open in favour of the store, never against it: among several unknown claims, releases or
 * heartbeats that can have made one state, its moment is bounded by the first and the last of them.
 *
 * <p>A heartbeat is two moments, since on no server is what a session holds read in the moment in which its version moves;
 * so is a fenced write, whose check precedes its commit.
 */
final class HistoryCheck {
    private HistoryCheck() {}

    /**
     * What came out.
     *
     * @param violations none if all is well
     * @param effects what became of the operations nobody knew of
     */
    record Outcome(List<Violation> violations, Effects effects) {}

    /**
     * How many of the operations that nobody knew of had an effect, as far as it was seen.
     *
     * @param terms all that were granted
     * @param generations lives of the server
     * @param latestNanos the longest that one certainly had its effect after it was given up
     */
    record Effects(
            int terms,
            int grants,
            int releases,
            int heartbeats,
            int opens,
            int closes,
            int writes,
            int generations,
            long latestNanos) {}

    static Outcome of(History history) {
        List<Violation> violations = new ArrayList<>();
        Instants instants = new Instants();
        Leases leases = new Leases(history, instants, violations);
        Sessions sessions = new Sessions(history, instants, violations);
        Reads reads = new Reads(history, instants, leases, sessions, violations);
        FencedWrites writes = new FencedWrites(instants, leases, sessions, violations);
        reads.putAll();
        writes.put(history);
        if (violations.isEmpty()) {
            instants.settle().ifPresent(violations::add);
        }
        if (violations.isEmpty()) {
            new Refusals(leases, sessions, reads, violations).check(history);
        }
        return new Outcome(List.copyOf(violations), effects(leases, sessions, reads, writes));
    }

    private static Effects effects(Leases leases, Sessions sessions, Reads reads, FencedWrites writes) {
        return new Effects(
                leases.rows().values().stream().mapToInt(row -> row.size()).sum(),
                leases.unknownGrants(),
                leases.unknownReleases(),
                sessions.rows().stream().mapToInt(row -> row.unknownHeartbeats).sum(),
                (int) sessions.rows().stream().filter(row -> row.unknownOpen).count(),
                (int) sessions.rows().stream().filter(row -> row.unknownClose).count(),
                writes.unknownWrites(),
                reads.generations().count(),
                leases.latestAfterGivenUpNanos());
    }
}
