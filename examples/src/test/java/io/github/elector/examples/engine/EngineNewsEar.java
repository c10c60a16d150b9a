// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Listens to what Engine tells in one Vertx. */
final class EngineNewsEar {
    private final List<JsonObject> heard = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();

    private record Wait(Predicate<List<JsonObject>> wanted, Promise<Void> come) {}

    EngineNewsEar(Vertx vertx) {
        vertx.eventBus().<JsonObject>localConsumer(EngineVerticle.NEWS, message -> hear(message.body()));
    }

    /** Until so many of this type were told. */
    void await(String type, int count) {
        Await.await(
                "news '" + type + "' number " + count,
                until(all -> all.stream()
                                .filter(news -> news.getString("type").equals(type))
                                .count()
                        >= count));
    }

    /** Until the rows are what the source had at this revision. */
    void awaitRevision(long revision) {
        Await.await(
                "that revision " + revision + " is written",
                until(all -> all.stream().anyMatch(news -> news.getLong("revision", 0L) >= revision)));
    }

    /** Until so many rows were written in this way, all in all. */
    void awaitTotal(String what, int count) {
        Await.await(
                count + " " + what,
                until(all ->
                        all.stream().mapToInt(news -> news.getInteger(what, 0)).sum() >= count));
    }

    private synchronized Future<Void> until(Predicate<List<JsonObject>> wanted) {
        if (wanted.test(heard)) {
            return Future.succeededFuture();
        }
        Wait wait = new Wait(wanted, Promise.promise());
        waits.add(wait);
        return wait.come().future();
    }

    private synchronized void hear(JsonObject news) {
        heard.add(news);
        waits.removeIf(wait -> wait.wanted().test(heard) && wait.come().tryComplete());
    }
}
