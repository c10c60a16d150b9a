// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.Term;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.VertxException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Work that takes a little of everything, leaves it to be cleaned up, and now and then misbehaves. */
final class SoakWork extends VerticleBase {
    /** How the next piece of work is to misbehave. */
    enum Trouble {
        /** Not at all. */
        NONE,
        /** It does not start. */
        FAILS,
        /** It starts, and says later that it cannot go on. */
        GIVES_UP,
        /** It takes longer to stop than it may. */
        HANGS
    }

    private static final int TICK_MILLIS = 50;

    private final Term term;
    private final Trouble trouble;
    private final long stopMillis;

    SoakWork(Term term, AtomicReference<Trouble> next, AtomicLong terms, long stopMillis) {
        this.term = term;
        this.trouble = next.getAndSet(Trouble.NONE);
        this.stopMillis = stopMillis;
        terms.incrementAndGet();
    }

    @Override
    public Future<?> start() {
        vertx.eventBus().<Long>localConsumer("soak." + term.component(), message -> message.reply(term.number()));
        vertx.setPeriodic(TICK_MILLIS, tick -> vertx.eventBus().send("soak." + term.component(), term.number()));
        return switch (trouble) {
            case FAILS -> Future.failedFuture("as it was told to");
            case GIVES_UP -> {
                vertx.setTimer(TICK_MILLIS, later -> term.fail(VertxException.noStackTrace("as it was told to")));
                yield Future.succeededFuture();
            }
            case NONE, HANGS -> context.executeBlocking(term::number);
        };
    }

    @Override
    public Future<?> stop() {
        if (trouble != Trouble.HANGS) {
            return Future.succeededFuture();
        }
        // Not by a timer of Vert.x: those of a verticle end with it, and then this would never end.
        return Future.fromCompletionStage(new CompletableFuture<Void>()
                .completeOnTimeout(null, stopMillis + stopMillis / 2, TimeUnit.MILLISECONDS));
    }
}
