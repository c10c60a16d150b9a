// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The definite answers of a {@link LeaseStore}. */
public sealed interface StoreAnswer {
    /**
     * The session's row was inserted.
     *
     * @param server who answered
     */
    record Opened(Server server) implements StoreAnswer {}

    /** The answer to a heartbeat. */
    sealed interface Heartbeat extends StoreAnswer {}

    /**
     * Yes: this call moved the version.
     *
     * @param server who answered
     * @param holdings the leases that name the session, as of the same statement
     */
    record Beat(Server server, Holdings holdings) implements Heartbeat {}

    /**
     * No: the session is closed or its row is missing.
     *
     * @param closedBy the session that closed it because it was silent, as text that nobody has checked; null if it
     *     closed itself, if the row is missing, or if the answer cannot tell
     */
    record Gone(@Nullable String closedBy) implements Heartbeat {}

    /**
     * The unreleased leases that name a session. The terms are listed up to {@link #LISTED} of them; beyond that a
     * caller compares count and sum, and looks where they differ.
     *
     * @param count how many there are
     * @param termSum the sum of their terms
     * @param terms all of them if {@code count <= LISTED}, else empty
     */
    record Holdings(long count, long termSum, List<TermId> terms) {
        /** How many terms a heartbeat lists at most. */
        public static final int LISTED = 256;

        public Holdings {
            terms = List.copyOf(terms);
        }

        /** Whether {@link #terms()} is all of them. */
        public boolean isComplete() {
            return terms.size() == count;
        }
    }

    /**
     * How many unreleased leases name a session, and the sum of their terms. As long as both are the same it is taken
     * that the leases are: terms grow with the database's clock, so what comes later weighs more than what it replaces.
     *
     * @param leases how many
     * @param termSum the sum of their terms
     */
    record Held(long leases, long termSum) {
        /** None. */
        public static final Held NOTHING = new Held(0, 0);

        /** With one more. */
        public Held plus(TermId term) {
            return new Held(leases + 1, termSum + term.number());
        }

        /** With one less. */
        public Held minus(TermId term) {
            return new Held(leases - 1, termSum - term.number());
        }
    }

    /**
     * What a look saw, all of one snapshot.
     *
     * @param server who answered
     * @param leases one for every component asked for
     * @param sessions those that hold one of the leases, those that are watched, and open ones that were silent for long.
     *     A holder or a watched session that is not among them has no row
     * @param held for every watched session what it holds, whether its row exists or not
     */
    record Looked(
            Server server,
            Map<ComponentName, LeaseSight> leases,
            Map<SessionId, SessionSight> sessions,
            Map<SessionId, Held> held)
            implements StoreAnswer {
        /** Of a look that watched no session. */
        public Looked(Server server, Map<ComponentName, LeaseSight> leases, Map<SessionId, SessionSight> sessions) {
            this(server, leases, sessions, Map.of());
        }
    }

    /** The answer to one claim. */
    sealed interface Acquired extends StoreAnswer {}

    /**
     * Yes: this call wrote the row.
     *
     * @param term which now is in hand
     */
    record Granted(TermId term) implements Acquired {}

    /** No: the row, or the server's generation, is no longer as the claim says. */
    record Refused() implements Acquired {}

    /** Not now: the row is locked, by a fenced transaction of the old term for instance. It may be asked for again. */
    record Busy() implements Acquired {}

    /**
     * Nobody knows, about this claim alone: others that travelled with it may have been answered.
     *
     * @param why what was tried and what went wrong, for the log; it never holds a password
     */
    record Unknown(String why) implements Acquired {}
}
