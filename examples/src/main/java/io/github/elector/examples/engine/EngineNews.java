// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.Term;
import io.github.elector.examples.engine.source.OneLine;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;

/**
 * What Engine tells on the event bus of its process: {@code listed}, {@code applied}, {@code failed} and {@code over}. For
 * people and tests; nothing depends on it.
 */
final class EngineNews {
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final Vertx vertx;
    private final Term term;

    EngineNews(Vertx vertx, Term term) {
        this.vertx = vertx;
        this.term = term;
    }

    void tell(String type) {
        publish(news(type));
    }

    /** Written, as of this revision of the source. */
    void tell(String type, Written written, long revision) {
        publish(news(type)
                .put("upserts", written.upserts())
                .put("deletes", written.deletes())
                .put("unchanged", written.unchanged())
                .put("revision", revision));
    }

    void tell(String type, Throwable cause) {
        publish(news(type).put("cause", OneLine.of(String.valueOf(cause.getMessage()))));
    }

    private JsonObject news(String type) {
        return new JsonObject()
                .put("type", type)
                .put("component", term.component())
                .put("term", Long.toString(term.number()));
    }

    private void publish(JsonObject news) {
        vertx.eventBus().publish(EngineVerticle.NEWS, news, LOCAL);
    }
}
