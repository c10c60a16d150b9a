// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Very many terms of one elector, one after the other, each with work on an event loop and a blocking task on the pool of
 * the term. It counts and keeps nothing, so that what is kept is somebody else's.
 */
public final class Reigns {
    private static final int PRUNED_AFTER = 500;

    private final Tally running = new Tally("the work of a term");
    private final AtomicInteger elected = new AtomicInteger();
    private final AtomicInteger revoked = new AtomicInteger();
    private final AtomicInteger overruns = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final Heap.Watch past = new Heap.Watch();
    private Consumer<Term> leak = term -> {};
    private int passed;

    /** Listens to what is said of the component. */
    public Reigns(Vertx vertx, String component) {
        String address = new Addresses(Addresses.DEFAULT_PREFIX).event(new ComponentName(component));
        vertx.eventBus()
                .<JsonObject>localConsumer(
                        address, message -> count(NoticeType.of(message.body().getString("type"))));
    }

    /** Each term also does this when it begins. */
    public Reigns alsoBegin(Consumer<Term> leak) {
        this.leak = leak;
        return this;
    }

    /** What the elector has to be started with. */
    public TermWork work() {
        return TermWork.of(Piece::new, new DeploymentOptions())
                .and(
                        term -> context -> context.executeBlocking(term::number),
                        new DeploymentOptions().setWorkerPoolSize(1));
    }

    /** Waits for so many more terms, and resigns from each but the last. */
    public void pass(Elector elector, int terms) {
        for (int i = 0; i < terms; i++) {
            if (passed > 0) {
                await("resignation " + passed, elector.resign(Duration.ZERO));
            }
            running.awaitReached(++passed);
            if (passed % PRUNED_AFTER == 0) {
                past.left(PRUNED_AFTER);
            }
        }
    }

    /** What the heap holds, without what only this has to remember. */
    public long heap() {
        past.left(0);
        return Heap.used();
    }

    /** Terms and verticles that are still on the heap; two are those of the term that is now. */
    public int stillHeld(int enough) {
        return past.left(enough);
    }

    /** How many notices said so. */
    public int elected() {
        return elected.get();
    }

    /** How many notices said so. */
    public int revoked() {
        return revoked.get();
    }

    /** How many notices said so. */
    public int overruns() {
        return overruns.get();
    }

    /** How many verticles of the first kind ran at once at most. */
    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void count(NoticeType type) {
        switch (type) {
            case ELECTED -> elected.incrementAndGet();
            case REVOKED -> revoked.incrementAndGet();
            case OVERRUN -> overruns.incrementAndGet();
            default -> {}
        }
    }

    private final class Piece implements Deployable {
        private final Term term;

        Piece(Term term) {
            this.term = term;
        }

        @Override
        public Future<?> deploy(Context context) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            past.over(term);
            past.over(this);
            leak.accept(term);
            running.hit();
            return Future.succeededFuture();
        }

        @Override
        public Future<?> undeploy(Context context) {
            atOnce.decrementAndGet();
            return Future.succeededFuture();
        }
    }
}
