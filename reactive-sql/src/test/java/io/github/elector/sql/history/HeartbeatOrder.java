// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.store.StoreAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which heartbeats made which version of a session, as far as can be told.
 *
 * <p>An answer does not say which version it made. But a session sends its heartbeats one after the other, so those that
 * were answered yes are in order, and of those that nobody knows of, which may come at any time after they were sent, the
 * ones sent first may as well be those that came first. What is left to choose is how many of them came before each yes:
 * a walk through a table of yes × unknown, forwards for the earliest and backwards for the latest moment of each version.
 */
final class HeartbeatOrder {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<Operation.Heartbeat> yes;
    private final List<Operation.Heartbeat> unknown;
    private final long[] lower;
    private final long[] upper;
    private final int fewest;

    /**
     * Of one session.
     *
     * @param yes those that moved the version, in order
     * @param unknown those that may have moved it, in order
     * @param lower for each version from 1 on, what it cannot be before
     * @param upper and what it cannot be after; its length is the highest version there can be
     * @param fewest the version that there is in any case
     */
    HeartbeatOrder(
            List<Operation.Heartbeat> yes, List<Operation.Heartbeat> unknown, long[] lower, long[] upper, int fewest) {
        this.yes = yes;
        this.unknown = unknown;
        this.lower = lower;
        this.upper = upper;
        this.fewest = fewest;
    }

    /** The bounds of one version. */
    record Bounds(long earliest, long latest, Operation.Heartbeat first, Operation.Heartbeat last) {
        Bounds or(Bounds other) {
            Bounds early = earliest <= other.earliest ? this : other;
            Bounds late = latest >= other.latest ? this : other;
            return new Bounds(early.earliest, late.latest, early.first, late.last);
        }
    }

    /** The bounds of each version from 1 on that there is in any case, or nothing if no order explains them. */
    Optional<Bounds[]> bounds() {
        int answered = yes.size();
        int most = Math.min(unknown.size(), upper.length - answered);
        if (most < 0) {
            return Optional.empty();
        }
        long[][] earliest = earliest(answered, most);
        long[][] latest = latest(answered, most);
        Bounds[] versions = new Bounds[Math.max(answered, fewest)];
        for (int i = 0; i <= answered; i++) {
            for (int j = 0; j <= most; j++) {
                if (earliest[i][j] != NEVER) {
                    add(versions, i + j, i < answered ? step(i, j, yes.get(i), earliest, latest[i + 1][j]) : null);
                    add(versions, i + j, j < most ? step(i, j, unknown.get(j), earliest, latest[i][j + 1]) : null);
                }
            }
        }
        boolean explained = Arrays.stream(versions).allMatch(version -> version != null);
        return explained ? Optional.of(versions) : Optional.empty();
    }

    private static void add(Bounds[] versions, int place, Bounds more) {
        if (more != null && place < versions.length) {
            versions[place] = versions[place] == null ? more : versions[place].or(more);
        }
    }

    /** The bounds of what this heartbeat made of version i + j, or null if it cannot have. */
    private Bounds step(int i, int j, Operation.Heartbeat by, long[][] earliest, long before) {
        long from = Math.max(earliest[i][j], Math.max(lower[i + j], by.invoked()));
        long until = Math.min(before, Math.min(upper[i + j], last(by)));
        return from <= until ? new Bounds(from, until, by, by) : null;
    }

    private static long last(Operation.Heartbeat by) {
        return by.answer() instanceof StoreAnswer.Beat ? by.answered() : NEVER;
    }

    /** For so many yes and so many unknown that have come, the earliest moment of the last one. */
    private long[][] earliest(int answered, int most) {
        long[][] table = new long[answered + 1][most + 1];
        for (int i = 0; i <= answered; i++) {
            for (int j = 0; j <= most; j++) {
                table[i][j] = i + j == 0 ? Long.MIN_VALUE : NEVER;
                if (i > 0) {
                    table[i][j] = Math.min(table[i][j], after(table[i - 1][j], i + j - 1, yes.get(i - 1)));
                }
                if (j > 0) {
                    table[i][j] = Math.min(table[i][j], after(table[i][j - 1], i + j - 1, unknown.get(j - 1)));
                }
            }
        }
        return table;
    }

    private long after(long before, int place, Operation.Heartbeat by) {
        long from = Math.max(before, Math.max(lower[place], by.invoked()));
        return before != NEVER && from <= Math.min(upper[place], last(by)) ? from : NEVER;
    }

    /** The same, the latest moment of the last one so that the rest can still come. */
    private long[][] latest(int answered, int most) {
        long[][] table = new long[answered + 1][most + 1];
        for (int i = answered; i >= 0; i--) {
            for (int j = most; j >= 0; j--) {
                table[i][j] = i == answered && i + j >= fewest ? NEVER : Long.MIN_VALUE;
                if (i < answered) {
                    table[i][j] = Math.max(table[i][j], before(table[i + 1][j], i + j, yes.get(i)));
                }
                if (j < most) {
                    table[i][j] = Math.max(table[i][j], before(table[i][j + 1], i + j, unknown.get(j)));
                }
            }
        }
        return table;
    }

    private long before(long after, int place, Operation.Heartbeat by) {
        long until = Math.min(after, Math.min(upper[place], last(by)));
        return until >= Math.max(lower[place], by.invoked()) ? until : Long.MIN_VALUE;
    }
}
