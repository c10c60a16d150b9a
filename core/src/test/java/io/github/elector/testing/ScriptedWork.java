// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Work whose starts and stops do what a test says, and that knows how much of it runs at once. A verticle counts as
 * running from the call of its start until its stop is done or its start has failed. Any thread.
 */
public final class ScriptedWork {
    private final Tally starts = new Tally("a start of the work");
    private final Tally running = new Tally("running work");
    private final Tally stops = new Tally("a stop of the work");
    private final Tally stopped = new Tally("the end of a stop of the work");
    private final List<Term> terms = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile Function<Term, Future<?>> onStart = term -> Future.succeededFuture();
    private volatile Function<Term, Future<?>> onStop = term -> Future.succeededFuture();

    /** Its verticles are deployed with the defaults. */
    public TermWork work() {
        return work(new DeploymentOptions());
    }

    /** Its verticles are deployed this way. */
    public TermWork work(DeploymentOptions options) {
        return TermWork.of(Piece::new, options);
    }

    /** What starts do from now on. */
    public ScriptedWork onStart(Function<Term, Future<?>> act) {
        onStart = act;
        return this;
    }

    /** What stops do from now on. */
    public ScriptedWork onStop(Function<Term, Future<?>> act) {
        onStop = act;
        return this;
    }

    /** Starts hang from now on until the promise is completed. */
    public Promise<Void> hangInStart() {
        Promise<Void> end = Promise.promise();
        onStart = term -> end.future();
        return end;
    }

    /** Stops hang from now on until the promise is completed. */
    public Promise<Void> hangInStop() {
        Promise<Void> end = Promise.promise();
        onStop = term -> end.future();
        return end;
    }

    /** The terms that verticles were started for, in order. */
    public List<Term> terms() {
        return terms;
    }

    /** Counts calls of start. */
    public Tally starts() {
        return starts;
    }

    /** Counts starts that went well. */
    public Tally running() {
        return running;
    }

    /** Counts calls of stop. */
    public Tally stops() {
        return stops;
    }

    /** Counts stops that are done, well or not. */
    public Tally stopped() {
        return stopped;
    }

    /** How many verticles run now. */
    public int atOnce() {
        return atOnce.get();
    }

    /** How many ran at once at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private final class Piece implements Deployable {
        private final Term term;

        Piece(Term term) {
            this.term = term;
        }

        @Override
        public Future<?> deploy(Context context) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            terms.add(term);
            starts.hit();
            Future<?> started = onStart.apply(term);
            return started.onComplete(done -> running.hit(), failure -> atOnce.decrementAndGet());
        }

        @Override
        public Future<?> undeploy(Context context) {
            stops.hit();
            Future<?> ended = onStop.apply(term);
            return ended.onComplete(done -> {
                atOnce.decrementAndGet();
                stopped.hit();
            });
        }
    }
}
