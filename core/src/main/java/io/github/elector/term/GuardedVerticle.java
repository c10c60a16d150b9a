// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guard around a user's verticle. Its start is cancelled by the end of the term; its stop is bounded, and neither
 * its failure nor its hanging reaches Vert.x, which would refuse to undeploy the parent. {@link #ended} tells the truth.
 *
 * <p>If it is undeployed while the term is not over, which is somebody's mistake ({@code vertx.close()} ends the terms
 * first), the term is ended before the user's stop is called, as one whose work failed: work must not be stopped while
 * the term still says that it is valid, nor the lease be kept for work that is gone.
 *
 * <p>To Vert.x it is deployed at once, and the user's verticle starts only after that; {@link #started} tells how. Vert.x
 * 5.0.10 keeps a deployment that failed among those that are being deployed for ever, verticles included, and rolls the
 * other instances back on its own. And one that {@code vertx.close()} meets half started it undeploys twice, for the close
 * and for the rollback: the pool is closed after the rollback, and a stop that waits there is forgotten, but waited for.
 *
 * <p>Errors and nulls from the user's code count as failures: whatever it does, its term must be able to end.
 */
final class GuardedVerticle implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedVerticle.class);

    private final Function<Term, ? extends Deployable> make;
    private final Term term;
    private final StopBudget stop;
    private final TermControl control;
    private final Promise<Void> started = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile boolean stopWanted;
    private volatile boolean undeployed;
    private volatile boolean contextGone;
    private volatile @Nullable Deployable verticle;
    private volatile @Nullable Context context;

    GuardedVerticle(Function<Term, ? extends Deployable> make, Term term, StopBudget stop, TermControl control) {
        this.make = make;
        this.term = term;
        this.stop = stop;
        this.control = control;
    }

    /** Completes when the user's verticle runs; fails if it does not, or the term was over first. */
    Future<Void> started() {
        return started.future();
    }

    /** Completes when nothing of the verticle runs any more: it never started, or its stop is done. Never fails. */
    Future<Void> ended() {
        return ended.future();
    }

    /** Starts the user's verticle if the term is not over; to be called when the deployment is done. */
    void start() {
        Context own = Objects.requireNonNull(context, "not deployed yet");
        try {
            own.runOnContext(turn -> startOn(own));
        } catch (RejectedExecutionException poolClosed) {
            // It was undeployed meanwhile.
            neverStart();
        }
    }

    /** Its deployment failed, or it was undeployed or its term over first. */
    void neverStart() {
        ended.tryComplete();
        started.tryFail(new TermOverException(term.id(), "before its work started"));
    }

    @Override
    public Future<?> deploy(Context context) {
        this.context = context;
        return Future.succeededFuture();
    }

    private void startOn(Context context) {
        if (!claimed.compareAndSet(false, true)) {
            return;
        }
        if (!term.isValid()) {
            neverStart();
            return;
        }
        CurrentTerm.bind(context, term);
        startUser(context)
                .onComplete(
                        done -> {
                            if (!started.tryComplete()) {
                                // It came through after it was cancelled.
                                stopOn(context);
                            }
                        },
                        failure -> {
                            ended.tryComplete();
                            // Said here and not only by the answer to begin, which may wait for other verticles.
                            control.workNotStarted(term.id(), failure);
                            started.tryFail(failure);
                        });
        term.ended().onSuccess(reason -> cancel());
    }

    /** Whether Vert.x has come to undeploy it, which it does when what this one has deployed is undeployed. */
    boolean isUndeployed() {
        return undeployed;
    }

    /** To be called where Vert.x does not come to undeploy it. */
    void stopAnyway() {
        if (claimed.compareAndSet(false, true)) {
            neverStart();
        }
        Context own = context;
        if (own != null && !cancel() && started.future().succeeded()) {
            stopOn(own);
        }
    }

    @Override
    public Future<?> undeploy(Context context) {
        undeployed = true;
        if (claimed.compareAndSet(false, true)) {
            neverStart();
        }
        // With the context Vert.x takes away timers, handlers of replies and threads that an act may wait for.
        return stopInTurn(context)
                .compose(asked -> stop.bound(ended.future().compose(stopped -> control.idle(term))))
                .otherwiseEmpty()
                .onComplete(given -> contextGoes(context));
    }

    /**
     * Completes when the user's stop was called, if there is anything to stop. That is at once if the term is over; else
     * it is ended first, and the stop takes its turn behind whatever came in between: were it not waited for, a worker's
     * pool would be closed, and with it the promises of a stop on it.
     */
    private Future<Void> stopInTurn(Context context) {
        if (!term.isValid()) {
            stopIfStarted(context);
            return Future.succeededFuture();
        }
        Promise<Void> asked = Promise.promise();
        stop.bound(control.workFailed(term.id(), new IllegalStateException("the verticle was undeployed")))
                .onComplete(over -> {
                    try {
                        context.runOnContext(turn -> {
                            stopIfStarted(context);
                            asked.complete();
                        });
                    } catch (RejectedExecutionException poolClosed) {
                        stopIfStarted(context);
                        asked.complete();
                    }
                });
        // A worker's pool that is closed by vertx.close() meanwhile may forget what waits for its turn.
        return stop.boundTwice(asked.future()).otherwise(forgotten -> {
            stopIfStarted(context);
            return null;
        });
    }

    /** A start that is pending is cancelled: it is stopped when it comes through. */
    private void stopIfStarted(Context context) {
        if (!cancel() && started.future().succeeded()) {
            stopUser(context);
        }
    }

    private boolean cancel() {
        return started.tryFail(new TermOverException(term.id(), "while its work started"));
    }

    private Future<?> startUser(Context context) {
        try {
            Deployable made = make.apply(term);
            verticle = made;
            return given("start", made.deploy(context));
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /**
     * On the verticle's own context, as long as that works: with its deployment a worker's pool is closed, which then
     * refuses what comes, or forgets it.
     */
    private void stopOn(Context context) {
        stopWanted = true;
        if (contextGone) {
            stopUser(context);
            return;
        }
        try {
            context.runOnContext(turn -> stopUser(context));
        } catch (RejectedExecutionException poolClosed) {
            stopUser(context);
        }
    }

    /** A stop that still waits for its turn would wait for ever. */
    private void contextGoes(Context context) {
        contextGone = true;
        if (stopWanted) {
            stopUser(context);
        }
    }

    private void stopUser(Context context) {
        Deployable running = verticle;
        if (running == null || !stopping.compareAndSet(false, true)) {
            return;
        }
        Future<?> stopped;
        try {
            stopped = given("stop", running.undeploy(context));
        } catch (Throwable thrown) {
            stopped = Future.failedFuture(thrown);
        }
        if (stopped.succeeded()) {
            // Not told by a listener, which on a context that is gone would never be called.
            ended.tryComplete();
        }
        stopped.onFailure(this::stopFailed).onComplete(done -> ended.tryComplete());
    }

    private void stopFailed(Throwable failure) {
        String what = "component '" + term.component() + "': a verticle of term " + term.number()
                + " failed to stop; it" + " counts as ended";
        if (failure instanceof TermOverException) {
            // Refused as it has to be, after a takeover perhaps: no fault of the verticle's.
            LOG.info(what + ": " + failure.getMessage());
        } else {
            LOG.warn(what, failure);
        }
    }

    private static Future<?> given(String act, @Nullable Future<?> answer) {
        return answer == null ? Future.failedFuture("the " + act + " of the verticle returned null") : answer;
    }
}
