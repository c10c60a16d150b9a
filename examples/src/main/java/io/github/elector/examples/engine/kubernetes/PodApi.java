// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The two requests that are made of an API server. On one context. */
final class PodApi {
    private static final long CLOSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final ApiServer server;
    private final Optional<String> selector;
    private final Limits limits;
    private final HttpClient client;
    private final Set<Exchange> open = new HashSet<>();
    private boolean closed;

    PodApi(Vertx vertx, ApiServer server, Optional<String> selector, Limits limits) {
        this.vertx = vertx;
        this.server = server;
        this.selector = selector;
        this.limits = limits;
        this.client = vertx.createHttpClient(server.clientOptions(limits.answerMillis()));
    }

    /** Asks for a page of the list: the first, or the one this token of the page before leads to. */
    Exchange page(Optional<String> next) {
        String query = "?limit=" + limits.pageSize()
                + next.map(token -> "&continue=" + encoded(token)).orElse("");
        return exchange("the list of pods", query);
    }

    /** Asks for everything that happens after this revision. */
    Exchange watch(long revision) {
        return exchange(
                "the watch of pods",
                "?watch=1&resourceVersion=" + revision + "&allowWatchBookmarks=true&timeoutSeconds="
                        + limits.watchSeconds());
    }

    /** The exchange is over. */
    void done(Exchange exchange) {
        open.remove(exchange);
    }

    /** Gives up what is under way and closes all connections; completes when they are closed, or a second later. */
    Future<Void> close() {
        closed = true;
        Set.copyOf(open).forEach(Exchange::giveUp);
        return client.close().timeout(CLOSE_MILLIS, TimeUnit.MILLISECONDS).otherwiseEmpty();
    }

    @Override
    public String toString() {
        return server.toString();
    }

    private Exchange exchange(String what, String query) {
        String path = "/api/v1/pods" + query
                + selector.map(labels -> "&labelSelector=" + encoded(labels)).orElse("");
        Exchange exchange = new Exchange(vertx, client, server, path, what + " at " + server, limits.answerMillis());
        if (closed) {
            exchange.giveUp();
        } else {
            open.add(exchange);
        }
        return exchange;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
