// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks one check of a term's work, again and again, and fails the term with the first answer that is none or bad.
 *
 * <p>Time is kept on the elector's context, and the check is called on a worker thread of its own: event loops are few, and
 * another context may have the elector's thread. So a check that blocks holds up no heartbeat and counts as one that does
 * not answer; and where the elector's context is blocked itself, no heartbeat is sent either. To Vert.x the check is a
 * verticle of the term: it ends with it.
 */
final class WorkWatch implements Deployable {
    private static final Logger LOG = LoggerFactory.getLogger(WorkWatch.class);

    private final Vertx vertx;
    private final Term term;
    private final TermWork.Check check;
    private final Deadlines deadlines;
    private final Context host;
    private volatile @Nullable Context own;
    private volatile boolean ended;
    private @Nullable Long timer;

    /** To be made, begun and ended on the elector's context. */
    WorkWatch(Vertx vertx, Term term, TermWork.Check check, Deadlines deadlines) {
        this.vertx = vertx;
        this.term = term;
        this.check = check;
        this.deadlines = deadlines;
        this.host = vertx.getOrCreateContext();
    }

    @Override
    public Future<?> deploy(Context context) {
        own = context;
        return Future.succeededFuture();
    }

    @Override
    public Future<?> undeploy(Context context) {
        return Future.succeededFuture();
    }

    /** Asks for the first time after the interval. */
    void begin() {
        if (!ended) {
            timer = vertx.setTimer(check.everyMillis(), fired -> {
                timer = null;
                ask();
            });
        }
    }

    /** Asks nothing any more. */
    void end() {
        ended = true;
        if (timer != null) {
            vertx.cancelTimer(timer);
            timer = null;
        }
    }

    private void ask() {
        Promise<Object> answer = Promise.promise();
        inTurn(own, () -> asked().onComplete((well, failure) -> answer.complete(well, failure)));
        deadlines
                .within(check.everyMillis(), answer.future())
                .onComplete((well, failure) -> inTurn(host, () -> answered(failure)));
    }

    private Future<?> asked() {
        try {
            return Objects.requireNonNull(check.asked().apply(term), "a check answers with a future");
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void answered(@Nullable Throwable failure) {
        if (ended) {
            return;
        }
        if (failure == null) {
            begin();
            return;
        }
        String what = failure instanceof TimeoutException
                ? "a check of its work was not answered within " + check.everyMillis() + " ms"
                : "a check of its work failed";
        term.fail(new IllegalStateException("component '" + term.component() + "': " + what, failure));
    }

    private void inTurn(@Nullable Context context, Runnable act) {
        if (context == null || ended) {
            return;
        }
        try {
            context.runOnContext(turn -> act.run());
        } catch (RejectedExecutionException gone) {
            LOG.debug("the verticle or its Vertx is gone, and the term with it", gone);
        }
    }
}
