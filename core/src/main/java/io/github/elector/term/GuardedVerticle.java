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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guard around a user's verticle. Its start is cancelled by the end of the term; its stop is bounded, and neither
 * its failure nor its hanging reaches Vert.x, which would refuse to undeploy the parent. {@link #ended} tells the truth.
 *
 * <p>If it is undeployed while the term is not over, by {@code vertx.close()} or by somebody's mistake, the term is ended
 * before the user's stop is called: work must not be stopped while the term still says that it is valid, nor the lease
 * be kept for work that is gone.
 */
final class GuardedVerticle implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedVerticle.class);

    private final Function<Term, ? extends Deployable> make;
    private final Term term;
    private final long stopNanos;
    private final TermControl control;
    private final Promise<Void> ended = Promise.promise();
    private Future<?> started = Future.succeededFuture();
    private boolean accepted;
    private @Nullable Deployable verticle;

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

    @Override
    public Future<?> deploy(Context context) {
        CurrentTerm.bind(context, term);
        started = startUser(context);
        Promise<Void> deployed = Promise.promise();
        started.onComplete(
                done -> {
                    accepted = deployed.tryComplete();
                    if (!accepted) {
                        // The start came through after it was cancelled: Vert.x knows nothing of it, so we stop it.
                        context.runOnContext(turn -> stopUser(context));
                    }
                },
                failure -> {
                    ended.tryComplete();
                    deployed.tryFail(failure);
                });
        term.ended().onSuccess(reason -> deployed.tryFail(new TermOverException(term.id(), "while its work started")));
        return deployed.future();
    }

    @Override
    public Future<?> undeploy(Context context) {
        Promise<Void> undeployed = Promise.promise();
        control.workFailed(term.id(), EndReason.CLOSED, new IllegalStateException("the verticle was undeployed"))
                .onComplete(
                        over -> context.runOnContext(turn -> stopUser(context).onComplete(undeployed)));
        return undeployed
                .future()
                .timeout(TimeUnit.NANOSECONDS.toMillis(stopNanos) + 1, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private Future<?> startUser(Context context) {
        try {
            Deployable made = make.apply(term);
            verticle = made;
            return made.deploy(context);
        } catch (Exception thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private Future<Void> stopUser(Context context) {
        Deployable started = verticle;
        Future<?> stopped;
        try {
            stopped = started == null ? Future.succeededFuture() : started.undeploy(context);
        } catch (Exception thrown) {
            stopped = Future.failedFuture(thrown);
        }
        return stopped.<Void>mapEmpty()
                .recover(failure -> {
                    LOG.warn(
                            "component '" + term.component() + "': a verticle of term " + term.number()
                                    + " failed to stop; it counts as ended",
                            failure);
                    return Future.succeededFuture();
                })
                .onComplete(done -> ended.tryComplete());
    }
}
