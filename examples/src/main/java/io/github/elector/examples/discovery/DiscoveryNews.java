// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.Term;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;

/**
 * What Discovery tells on the event bus of its process: {@code connected}, {@code listed}, {@code applied}, {@code lost},
 * {@code failed}, {@code left} (what was being done when the term ended, and took too long) and {@code over}, at an address
 * of the mesh. For people and tests; nothing depends on it.
 */
final class DiscoveryNews {
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private final Vertx vertx;
    private final Term term;
    private final String mesh;

    DiscoveryNews(Vertx vertx, Term term, String mesh) {
        this.vertx = vertx;
        this.term = term;
        this.mesh = mesh;
    }

    void tell(String type) {
        publish(news(type));
    }

    /** Written, as of this zxid; {@code listed} means that the rows are what the registry had then. */
    void tell(String type, Written written, long zxid) {
        publish(news(type)
                .put("upserts", written.upserts())
                .put("deletes", written.deletes())
                .put("unchanged", written.unchanged())
                .put("zxid", zxid));
    }

    void tell(String type, Throwable cause) {
        publish(news(type).put("cause", cause.getClass().getSimpleName()));
    }

    private JsonObject news(String type) {
        return new JsonObject()
                .put("type", type)
                .put("component", term.component())
                .put("term", Long.toString(term.number()))
                .put("mesh", mesh);
    }

    private void publish(JsonObject news) {
        vertx.eventBus().publish(DiscoveryVerticle.newsAddress(mesh), news, LOCAL);
    }
}
