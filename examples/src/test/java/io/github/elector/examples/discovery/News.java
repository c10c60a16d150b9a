// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.testing.Await;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/** Listens to what Discovery tells about one mesh in one Vertx. */
final class News {
    private final List<JsonObject> heard = new ArrayList<>();
    private final List<Wait> waits = new ArrayList<>();
    private int read;

    private record Wait(Predicate<JsonObject> wanted, Promise<JsonObject> news) {}

    News(Vertx vertx, String mesh) {
        vertx.eventBus()
                .<JsonObject>localConsumer(DiscoveryVerticle.newsAddress(mesh), message -> hear(message.body()));
    }

    /** The next of this type, behind those that were returned before. */
    JsonObject await(String type) {
        return Await.await(
                "news '" + type + "'", next(news -> news.getString("type").equals(type)));
    }

    /** Written is what the registry had as of this zxid. */
    void awaitWritten(long zxid) {
        Await.await("that zxid " + zxid + " is written", any(news -> news.getLong("zxid", -1L) >= zxid));
    }

    synchronized List<String> types() {
        return heard.stream().map(news -> news.getString("type")).toList();
    }

    private synchronized Future<JsonObject> next(Predicate<JsonObject> wanted) {
        for (int i = read; i < heard.size(); i++) {
            if (wanted.test(heard.get(i))) {
                read = i + 1;
                return Future.succeededFuture(heard.get(i));
            }
        }
        read = heard.size();
        return wait(news -> {
            read = heard.size();
            return wanted.test(news);
        });
    }

    private synchronized Future<JsonObject> any(Predicate<JsonObject> wanted) {
        return heard.stream()
                .filter(wanted)
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(() -> wait(wanted));
    }

    private Future<JsonObject> wait(Predicate<JsonObject> wanted) {
        Wait wait = new Wait(wanted, Promise.promise());
        waits.add(wait);
        return wait.news().future();
    }

    private void hear(JsonObject news) {
        List<Promise<JsonObject>> told = new ArrayList<>();
        synchronized (this) {
            heard.add(news);
            for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
                Wait wait = all.next();
                if (wait.wanted().test(news)) {
                    told.add(wait.news());
                    all.remove();
                }
            }
        }
        told.forEach(promise -> promise.complete(news));
    }
}
