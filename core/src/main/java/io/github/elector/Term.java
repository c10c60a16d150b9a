// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.term.CurrentTerm;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One stretch of leadership of one component by this process, and the right to act on it.
 *
 * <p>A term answers {@link #isValid()} by comparing clocks at the moment of the question, never from a flag that an
 * event has to set. A process that was paused for longer than its lease therefore gets <em>no</em> the moment it wakes.
 * Once it answered no, it never answers yes again. What a term cannot do is undo an act whose check was true and which
 * happens after a pause: for that there is the fencing token, {@link #number()}.
 *
 * <p>Every method may be called from any thread.
 */
public interface Term {
    /** The term whose verticle runs on the current Vert.x context, if it was deployed for one. */
    static Optional<Term> current() {
        return CurrentTerm.find();
    }

    /** Component, number and session in one value; what a fence compares. */
    TermId id();

    /** What is led. */
    default String component() {
        return id().component().value();
    }

    /** The fencing token: larger than that of every earlier term of this component. */
    default long number() {
        return id().number();
    }

    /** The session that leads: the node's name, a tilde and a random part. */
    default String holder() {
        return id().session().value();
    }

    /** Whether this process leads the component right now. Costs two clock readings; ask before every act. */
    boolean isValid();

    /** How long {@link #isValid()} will stay true if no heartbeat is answered any more; zero when the term is over. */
    Duration remaining();

    /**
     * Nothing, if the term is valid.
     *
     * @throws TermOverException if it is not
     */
    void check();

    /**
     * Completes once, with the reason, when this term is over; never fails. The term is invalid by then. Completes on
     * the elector's context. It is late if that event loop is blocked; {@link #isValid()} is not.
     */
    Future<EndReason> ended();

    /**
     * Says that the work of this term cannot go on: the term ends, and this process does not campaign for the component
     * for a while, longer each time, so that another gets its turn. Does nothing if the term is over.
     *
     * @param cause goes to the log; if it is a {@link FenceAheadException}, this process does not stay out but acquires a
     *     term above the fence
     */
    void fail(Throwable cause);

    /**
     * Runs {@code action} if the term is valid, and tells if it was over when the action completed.
     *
     * @return what the action returned; fails with {@link TermOverException} if the term was over before it (the action
     *     is not called then), or when it had completed (its effects may be there)
     */
    <T> Future<T> whileValid(Supplier<Future<T>> action);

    /**
     * Runs {@code action} as a piece of this term's work, which has ended only once the action has: until its future
     * completes, the lease is not given back. For acts that must not be cut off by the end of the term, such as the
     * transactions of a fence: they may begin while the term is valid and, so that a {@code stop} can finish what it was
     * doing, while the work is being stopped within the stop budget.
     *
     * <p>What it does has to be fenced by somebody else: unlike {@link #whileValid} this permits acts of a term that was
     * revoked already, although nobody leads the component as long as they are running inside the budget. An action
     * that never completes is an overrun. The context of the verticle it was begun on is kept until it is done, for as long as the
     * stop budget.
     *
     * @return what the action returned; fails with {@link TermOverException} if it was too late to begin it (it is not
     *     called then)
     */
    <T> Future<T> asWork(Supplier<Future<T>> action);
}
