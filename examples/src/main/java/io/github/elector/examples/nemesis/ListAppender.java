// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The work of a leader under a nemesis: adds to each list of its component, one number after the other.
 *
 * <p>Every number is reported before it is written, so that one whose process is killed meanwhile is known. After an
 * answer that never came a list is left alone for the rest of the term: a write that is still under way somewhere could
 * undo the next one of the same leader, and that would say nothing about elections.
 */
final class ListAppender extends VerticleBase {
    private static final int LEAST_THOUGHT_MILLIS = 20;
    private static final int MOST_THOUGHT_MILLIS = 80;
    private static final int LEAST_PAUSE_MILLIS = 40;
    private static final int MOST_PAUSE_MILLIS = 120;

    private final String node;
    private final Term term;
    private final TermLists lists;
    private final AtomicLong numbers;
    private final Consumer<JsonObject> reported;
    private final long stopMillis;
    private final Map<ListKind, Future<?>> adding = new EnumMap<>(ListKind.class);
    private volatile boolean stopped;

    /** {@code numbers} counts the numbers of this process; {@code reported} hears of each, on any thread. */
    ListAppender(
            String node,
            Term term,
            TermLists lists,
            AtomicLong numbers,
            Consumer<JsonObject> reported,
            long stopMillis) {
        this.node = node;
        this.term = term;
        this.lists = lists;
        this.numbers = numbers;
        this.reported = reported;
        this.stopMillis = stopMillis;
    }

    @Override
    public Future<?> start() {
        for (ListKind kind : ListKind.values()) {
            later(kind);
        }
        return Future.succeededFuture();
    }

    /** Waits for what is being added, but not so long that it would overrun. */
    @Override
    public Future<?> stop() {
        stopped = true;
        return Future.join(adding.values().stream().toList())
                .timeout(Math.max(1, stopMillis / 2), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private void later(ListKind kind) {
        vertx.setTimer(between(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS), due -> add(kind));
    }

    private void add(ListKind kind) {
        long checkedNanos = System.nanoTime();
        if (stopped || !term.isValid()) {
            return;
        }
        long number = numbers.incrementAndGet();
        Future<Boolean> added = lists.add(
                term,
                kind,
                head -> think(
                        new Addition(node, number, head.last(), term.component(), kind, term.number(), checkedNanos)));
        adding.put(kind, added.onComplete(done -> {
            Outcome.Answer answer = answer(done);
            reported.accept(new Outcome(number, kind, answer, System.nanoTime()).toJson());
            if (answer == Outcome.Answer.ADDED) {
                later(kind);
            }
        }));
    }

    private static Outcome.Answer answer(AsyncResult<Boolean> done) {
        if (done.succeeded()) {
            return done.result() ? Outcome.Answer.ADDED : Outcome.Answer.UNKNOWN;
        }
        return done.cause() instanceof TermOverException ? Outcome.Answer.REFUSED : Outcome.Answer.UNKNOWN;
    }

    private Future<Addition> think(Addition addition) {
        reported.accept(addition.toJson());
        Promise<Addition> thought = Promise.promise();
        vertx.setTimer(between(LEAST_THOUGHT_MILLIS, MOST_THOUGHT_MILLIS), due -> thought.complete(addition));
        return thought.future();
    }

    private static long between(int least, int most) {
        return ThreadLocalRandom.current().nextLong(least, most + 1L);
    }
}
