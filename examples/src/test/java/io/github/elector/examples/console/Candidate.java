// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;

/** A replica that campaigns for {@value OpenConsole#COMPONENT} on a real database. */
final class Candidate implements AutoCloseable {
    private final Elector elector;
    private Promise<Long> next = Promise.promise();

    Candidate(Vertx vertx, String uri, String node) {
        MessageConsumer<JsonObject> ear = vertx.eventBus().localConsumer("elector.event." + OpenConsole.COMPONENT);
        ear.handler(message -> heard(Notice.from(message.body()), node));
        await("an ear", ear.completion());
        ElectorOptions options = new ElectorOptions()
                .setComponent(OpenConsole.COMPONENT)
                .setNode(node)
                .setLease(Duration.ofSeconds(10))
                .setRenew(Duration.ofSeconds(3))
                .setStop(Duration.ofSeconds(1))
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));
        elector = await(node, Elector.start(vertx, options, TermWork.none()));
    }

    /** When it is elected next, or was elected last and nobody has asked since; epoch milliseconds. */
    synchronized Future<Long> elected() {
        return next.future().onComplete(heard -> forget());
    }

    /** Gives its term up, and leaves it to others for a moment. */
    void resign() {
        await("resigning", elector.resign(Duration.ofSeconds(1)));
    }

    private synchronized void heard(Notice notice, String node) {
        if (notice.type() == NoticeType.ELECTED && notice.node().equals(node)) {
            next.tryComplete(notice.timeMillis());
        }
    }

    private synchronized void forget() {
        next = Promise.promise();
    }

    @Override
    public void close() {
        await("the end of a candidate", elector.close());
    }
}
