// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.lease.EndReason;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guard around a user's verticle. Its start is cancelled by the end of the term; its stop is bounded, and neither
 * its failure nor its hanging reaches Vert.x, which would refuse to undeploy the parent. {@link #ended} tells the truth.
 *
 * <p>If it is undeployed while the term is not over, by {@code vertx.close()} or by somebody's mistake, the term is ended
 * before the user's stop is called: work must not be stopped while the term still says that it is valid, nor the lease
 * be kept for work that is gone.
 *
 * <p>Errors and nulls from the user's code count as failures: whatever it does, its term must be able to end.
 */
final class GuardedVerticle implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedVerticle.class);

    private final Function<Term, ? extends Deployable> make;
    private final Term term;
    private final long stopNanos;
    private final TermControl control;
    private final Promise<Void> deployed = Promise.promise();
    private final Promise<Void> ended = Promise.promise();
    private final AtomicBoolean claimed = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable Deployable verticle;
    private volatile @Nullable Context context;

    GuardedVerticle(Function<Term, ? extends Deployable> make, Term term, long stopNanos, TermControl control) {
        this.make = make;
        this.term = term;
        this.stopNanos = stopNanos;
        this.control = control;
    }

    /** Completes when nothing of the verticle runs any more: it never started, or its stop is done. Never fails. */
    Future<Void> ended() {
        return ended.future();
    }

    /**
     * Its deployment failed, so Vert.x will not undeploy it: it is stopped here if it runs, and never started if it was
     * not yet.
     */
    void abandon() {
        if (claimed.compareAndSet(false, true)) {
            ended.tryComplete();
            return;
        }
        Context own = context;
        if (!deployed.tryFail(new TermOverException(term.id(), "while its work started"))
                && deployed.future().succeeded()
                && own != null) {
            stopOn(own);
        }
    }

    @Override
    public Future<?> deploy(Context context) {
        this.context = context;
        if (!claimed.compareAndSet(false, true)) {
            return Future.failedFuture(new TermOverException(term.id(), "before its work started"));
        }
        if (!term.isValid()) {
            ended.tryComplete();
            return Future.failedFuture(new TermOverException(term.id(), "before its work started"));
        }
        CurrentTerm.bind(context, term);
        startUser(context)
                .onComplete(
                        done -> {
                            if (!deployed.tryComplete()) {
                                // The start came through after it was cancelled: Vert.x knows nothing of it.
                                stopOn(context);
                            }
                        },
                        failure -> {
                            ended.tryComplete();
                            // Said here and not only by the failing deployment, which waits for its other verticles.
                            control.workFailed(term.id(), EndReason.WORK_FAILED, failure);
                            deployed.tryFail(failure);
                        });
        term.ended().onSuccess(reason -> deployed.tryFail(new TermOverException(term.id(), "while its work started")));
        return deployed.future();
    }

    @Override
    public Future<?> undeploy(Context context) {
        control.workFailed(term.id(), EndReason.CLOSED, new IllegalStateException("the verticle was undeployed"))
                .onComplete(over -> stopOn(context));
        return ended.future()
                .timeout(TimeUnit.NANOSECONDS.toMillis(stopNanos) + 1, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
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

    /** On the verticle's own context, unless its worker pool was closed with the deployment that failed. */
    private void stopOn(Context context) {
        try {
            context.runOnContext(turn -> stopUser(context));
        } catch (RejectedExecutionException poolClosed) {
            stopUser(context);
        }
    }

    private void stopUser(Context context) {
        Deployable started = verticle;
        if (started == null || !stopping.compareAndSet(false, true)) {
            return;
        }
        Future<?> stopped;
        try {
            stopped = given("stop", started.undeploy(context));
        } catch (Throwable thrown) {
            stopped = Future.failedFuture(thrown);
        }
        stopped.onFailure(failure -> LOG.warn(
                        "component '" + term.component() + "': a verticle of term " + term.number()
                                + " failed to stop; it counts as ended",
                        failure))
                .onComplete(done -> ended.tryComplete());
    }

    private static Future<?> given(String act, @Nullable Future<?> answer) {
        return answer == null ? Future.failedFuture("the " + act + " of the verticle returned null") : answer;
    }
}
