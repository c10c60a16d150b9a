// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.FenceAheadException;
import io.github.elector.Gate;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.TermId;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The work of an elector under test, passed on as it is, and watched while it starts: every verticle is started and
 * stopped by the elector itself, and this only hears what came of it. Any thread.
 */
final class ObservedWork {
    private final TermWork work;
    private final Listener listener;
    private final int verticles;
    private final Map<TermId, Integer> started = new HashMap<>();

    /** Who is told. */
    interface Listener {
        /** The first verticle of a term is about to start. */
        void starting(TermId term);

        /** Every verticle of it runs. */
        void started(TermId term);

        /** One did not start, or a gate did not open. */
        void failed(Throwable cause);
    }

    ObservedWork(TermWork work, Listener listener) {
        this.work = work;
        this.listener = listener;
        this.verticles = work.pieces().stream()
                .mapToInt(piece -> piece.options().getInstances())
                .sum();
    }

    /** What to give to the elector. */
    TermWork asWork() {
        TermWork all = TermWork.none();
        for (TermWork.Piece piece : work.pieces()) {
            all = all.and(term -> new Observed(term.id(), made(piece.make(), term)), piece.options());
        }
        for (Gate gate : work.gates()) {
            all = all.behind(term -> observed(gate, term));
        }
        for (TermWork.Check check : work.checks()) {
            all = all.watched(check.asked(), Duration.ofMillis(check.everyMillis()));
        }
        return all;
    }

    private Deployable made(Function<Term, ? extends Deployable> make, Term term) {
        listener.starting(term.id());
        try {
            return make.apply(term);
        } catch (RuntimeException | Error thrown) {
            listener.failed(thrown);
            throw thrown;
        }
    }

    /** A fence that is ahead makes the elector acquire a later term at once: nothing has failed. */
    private Future<?> observed(Gate gate, TermId term) {
        Future<?> opened;
        try {
            opened = Objects.requireNonNull(gate.open(term), "a gate answers with a future");
        } catch (Throwable thrown) {
            opened = Future.failedFuture(thrown);
        }
        return opened.onFailure(failure -> {
            if (!(failure instanceof FenceAheadException)) {
                listener.failed(failure);
            }
        });
    }

    private void startedOne(TermId term) {
        boolean all;
        synchronized (started) {
            all = started.merge(term, 1, Integer::sum) == verticles;
            if (all) {
                started.remove(term);
            }
        }
        if (all) {
            listener.started(term);
        }
    }

    /** A verticle that tells how its start went. */
    private final class Observed implements Deployable {
        private final TermId term;
        private final Deployable verticle;

        Observed(TermId term, Deployable verticle) {
            this.term = term;
            this.verticle = verticle;
        }

        @Override
        public Future<?> deploy(Context context) throws Exception {
            try {
                Future<?> start = verticle.deploy(context);
                return start == null ? start : start.onComplete(done -> startedOne(term), listener::failed);
            } catch (Throwable thrown) {
                listener.failed(thrown);
                throw thrown;
            }
        }

        @Override
        public Future<?> undeploy(Context context) throws Exception {
            return verticle.undeploy(context);
        }
    }
}
