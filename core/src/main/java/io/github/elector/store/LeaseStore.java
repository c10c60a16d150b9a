// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/**
 * Two kinds of rows, sessions and leases, with conditional writes on single rows.
 *
 * <p>A store is made on a Vert.x context, driven from there, and completes its futures there. It may be asked several things at once,
 * but never two about one component, nor two of a kind about one session: it may be closed while a heartbeat is under
 * way. Every operation is atomic and answers from committed data; a yes
 * proves that this very call wrote. A future fails with a {@link LeaseStoreException} only, and then the outcome is
 * <em>unknown</em>: the write may happen later, but not after the store's own server-side limits, which lie below the
 * store timeout it was made with. A unique violation, a lost race or a locked row is an answer and never a failure.
 *
 * <p>Every store runs {@code LeaseStoreContract}, the suite in the test-jar of this module.
 */
public interface LeaseStore {
    /**
     * Creates the tables if the store was told to, and verifies them.
     *
     * <p>Called before the first session is opened and again after a failure, with backoff, until it succeeds.
     *
     * @return fails with {@link LeaseStoreException.Kind#WRONG_SCHEMA} saying what is missing, or as any operation
     */
    Future<Void> prepare();

    /** Inserts the row of a new session, version 0. The id is fresh; an id that exists already is a failure. */
    Future<StoreAnswer.Opened> open(SessionOpening opening);

    /**
     * Adds one to the version of the session if it is not closed, and tells which leases name it: one statement.
     *
     * @return {@link StoreAnswer.Beat} if this call wrote, {@link StoreAnswer.Gone} if the session is closed or missing
     */
    Future<StoreAnswer.Heartbeat> heartbeat(SessionId session);

    /**
     * Reads lease rows, the sessions that hold them, those that are watched, and open sessions that were silent for long:
     * one statement that neither writes nor locks. Never waits for a row lock.
     */
    Future<StoreAnswer.Looked> look(LookRequest request);

    /**
     * Closes a session of somebody else if it is open, still has this version, and the server still has this generation.
     *
     * @param by the session that closes it; its owner is told by {@link StoreAnswer.Gone}
     * @return true if this call closed it
     */
    Future<Boolean> expire(ExpireRequest request, SessionId by);

    /**
     * Takes leases, each if its row is as the claim says and the server has the generation the claim says. Never waits
     * for a row lock. The new term is the largest of: the row's term + 1, the server's epoch milliseconds, the claim's
     * {@code aboveTerm + 1}.
     *
     * <p>Claims travel together, but a row that is locked, or that the database refuses to write, costs only its own
     * claim. Where a statement for several claims was lost, each of them is {@link StoreAnswer.Unknown}.
     *
     * @return one answer for each claim, in the order of the claims
     */
    Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request);

    /**
     * Gives a lease back if its row names this session and this term.
     *
     * @return true if the row now shows this very term as released (also if it did before), false if it names another
     */
    Future<Boolean> release(TermId term);

    /** Closes an own session. Afterwards it is closed or missing, whatever it was before. */
    Future<Void> closeSession(SessionId session);

    /**
     * Tells {@code listener} when somebody else may have changed something, such as released a lease.
     *
     * <p>Hints may come late, twice, without reason, or never; everything works without them. A store that has none
     * ignores this. Called once, before {@link #prepare()}; the listener may be called on any thread.
     */
    default void onHint(Consumer<Hint> listener) {}

    /** Frees connections; completes within one store timeout whatever the server does. Nothing is asked afterwards. */
    Future<Void> close();
}
