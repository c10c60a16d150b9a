// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of the elector under test: the rows as they are, through a connection that a test may cut. Whatever is
 * released here, the rival has it before the answer comes, unless it is offered to this elector.
 *
 * <p>Driven like any store; the rest from any thread.
 */
final class CandidateStore implements LeaseStore {
    private static final ComponentName NOBODYS = new ComponentName("nobodys");

    private final Vertx vertx;
    private final LeaseStore rows;
    private final Rival rival;
    private final HeldClock clock;
    private final long holdNanos;
    private final long stretchNanos;
    private final long retryNanos;
    private final Listener listener;
    private volatile Consumer<Hint> hints = hint -> {};
    private volatile boolean reachable = true;
    private volatile boolean hasMissedALook;
    private volatile boolean offered;
    private @Nullable SessionId session;
    private boolean proven;

    /** Who is told what comes by. */
    interface Listener {
        /** The session was kept alive by a heartbeat. */
        void sessionIsProven();

        /** The work of this term has ended, or its elector waits no longer for that: the lease was to be given back. */
        void released(TermId term);
    }

    /** For an elector with these durations and this clock. */
    CandidateStore(Vertx vertx, LeaseStore rows, Rival rival, HeldClock clock, Timing timing, Listener listener) {
        this.vertx = vertx;
        this.rows = rows;
        this.rival = rival;
        this.clock = clock;
        this.listener = listener;
        // A session lasts for two heartbeats at least. One that is missing is noticed before this; then there is
        // time for the first backoff, and for an answer.
        this.holdNanos = timing.renewNanos() * 7 / 4;
        this.stretchNanos = timing.renewNanos() / 8;
        this.retryNanos = timing.retryNanos();
    }

    /** Whether what is given back is left to this elector. */
    void offer(boolean toThisElector) {
        offered = toThisElector;
    }

    /** It does not answer any more. */
    void cut() {
        reachable = false;
        clock.passToHold();
        wake();
    }

    /** It answers again, a little later. */
    void mend() {
        reachable = true;
        // Or a session has to be opened, after the longest backoff.
        if (isProven()) {
            clock.stretchHold(stretchNanos);
        } else {
            clock.pass(retryNanos);
        }
        wake();
        if (hasMissedALook) {
            hasMissedALook = false;
            hint(Hint.LOOK);
        }
    }

    boolean isReachable() {
        return reachable;
    }

    /** Whether there is a session that a heartbeat has kept alive. */
    synchronized boolean isProven() {
        return proven;
    }

    /** So much time passes that the session is over, and what is still heard of it does not count. */
    synchronized void lapse(long nanos) {
        session = null;
        proven = false;
        clock.pass(nanos);
    }

    /** Says that something may have changed. */
    void hint(Hint hint) {
        hints.accept(hint);
    }

    /**
     * Has a heartbeat sent that is due by now: the timer for it was set before the clock was moved. A hint about what nobody
     * here campaigns for does no more than that.
     */
    void wake() {
        hint(new Hint(new TermId(NOBODYS, 0, new SessionId(ManualElector.RIVAL))));
    }

    @Override
    public Future<Void> prepare() {
        return call(rows::prepare);
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        Moment sentAt = clock.now();
        return call(() -> rows.open(opening)).onSuccess(opened -> {
            opened(opening.id(), sentAt);
            // Behind the turn in which the elector hears of it. A session counts for little before its first heartbeat.
            vertx.getOrCreateContext().runOnContext(turn -> {
                clock.passToHold();
                wake();
            });
        });
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId beating) {
        Moment sentAt = clock.now();
        return call(() -> rows.heartbeat(beating)).onSuccess(answer -> {
            if (answer instanceof StoreAnswer.Beat) {
                beaten(beating, sentAt);
            }
        });
    }

    private synchronized void opened(SessionId id, Moment sentAt) {
        session = id;
        proven = false;
        clock.hold(sentAt, holdNanos);
    }

    private synchronized void beaten(SessionId id, Moment sentAt) {
        if (id.equals(session)) {
            clock.hold(sentAt, holdNanos);
            // Behind the turn in which the elector hears of it, since whoever is told may move the clock at once.
            vertx.getOrCreateContext().runOnContext(turn -> proven(id));
        }
    }

    private synchronized void proven(SessionId id) {
        if (id.equals(session)) {
            proven = true;
            listener.sessionIsProven();
        }
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        rival.beat();
        hasMissedALook |= !reachable;
        return call(() -> rows.look(request));
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return call(() -> rows.expire(request, by));
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return call(() -> rows.acquire(request));
    }

    /** Goes through in any case: it is asked again and again until it is answered, by a timer that a test would wait for. */
    @Override
    public Future<Boolean> release(TermId term) {
        Future<Boolean> released = rows.release(term);
        return released.transform(done -> offered ? Future.<Void>succeededFuture() : rival.succeed())
                .transform(succeeded -> {
                    listener.released(term);
                    return released;
                });
    }

    /** Goes through as well. */
    @Override
    public Future<Void> closeSession(SessionId closing) {
        return rows.closeSession(closing);
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        hints = listener;
        rows.onHint(listener);
    }

    @Override
    public Future<Void> close() {
        return rows.close();
    }

    private <T> Future<T> call(Supplier<Future<T>> act) {
        return reachable
                ? act.get()
                : Future.failedFuture(
                        new LeaseStoreException(LeaseStoreException.Kind.UNREACHABLE, "the test has cut it off"));
    }
}
