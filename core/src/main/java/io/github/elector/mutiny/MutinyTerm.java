// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A {@link Term} for who writes Mutiny. Two of the same term are equal. Every method may be called from any thread.
 *
 * @param delegate the term itself
 */
@SuppressWarnings("exports") // Not transitive: who has no Mutiny could not compile against this module.
public record MutinyTerm(Term delegate) {
    public MutinyTerm {
        Objects.requireNonNull(delegate, "delegate");
    }

    /** This term, for Mutiny: {@code TermWork.of(term -> new Billing(MutinyTerm.of(term)))}. */
    public static MutinyTerm of(Term term) {
        return new MutinyTerm(term);
    }

    /** The same as {@link Term#current()}. */
    public static Optional<MutinyTerm> current() {
        return Term.current().map(MutinyTerm::of);
    }

    /** The same as {@link Term#id()}. */
    public TermId id() {
        return delegate.id();
    }

    /** The same as {@link Term#component()}. */
    public String component() {
        return delegate.component();
    }

    /** The same as {@link Term#number()}. */
    public long number() {
        return delegate.number();
    }

    /** The same as {@link Term#holder()}. */
    public String holder() {
        return delegate.holder();
    }

    /** The same as {@link Term#isValid()}: a comparison at this moment. Ask before every act. */
    public boolean isValid() {
        return delegate.isValid();
    }

    /** The same as {@link Term#remaining()}. */
    public Duration remaining() {
        return delegate.remaining();
    }

    /**
     * The same as {@link Term#check()}.
     *
     * @throws TermOverException if the term is not valid
     */
    public void check() {
        delegate.check();
    }

    /**
     * The reason, when this term is over, once for each subscription; never fails. The term is invalid by then. Unlike
     * {@link Term#ended()} it is told on the subscriber's context.
     */
    public Uni<EndReason> ended() {
        return Bridge.quick(delegate::ended);
    }

    /** The same as {@link Term#fail}: at once, without a subscription. */
    public void fail(Throwable cause) {
        delegate.fail(cause);
    }

    /**
     * Runs {@code action} if the term is valid at the subscription, and tells if it was over when the action completed.
     *
     * @param action makes a {@code Uni} that is subscribed once for each subscription of the answer, and goes on if that
     *     is cancelled
     * @return what the action emitted; fails as {@link Term#whileValid} does, with {@link TermOverException} if the term
     *     was over before it (the action is not called then) or when it had completed (its effects may be there)
     */
    public <T> Uni<T> whileValid(Supplier<Uni<T>> action) {
        return Bridge.quick(() -> delegate.whileValid(() -> Bridge.future(action)));
    }

    /**
     * Runs {@code action} as a piece of this term's work, which has ended only once the action has: see
     * {@link Term#asWork}. The lease is not given back before, also if the subscription is cancelled, which stops only
     * listening: what was begun may be writing still.
     *
     * @param action makes a {@code Uni} that is subscribed once for each subscription of the answer. One that never
     *     completes is an overrun
     * @return what the action emitted; fails with {@link TermOverException} if it was too late to begin it
     */
    public <T> Uni<T> asWork(Supplier<Uni<T>> action) {
        return Bridge.quick(() -> delegate.asWork(() -> Bridge.future(action)));
    }

    @Override
    public String toString() {
        return delegate.toString();
    }
}
