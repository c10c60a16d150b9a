// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.testing.Await;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Speaks what the API concepts of Kubernetes document of pods: lists in pages of one snapshot, watches by a line for each
 * event, bookmarks, 410 for a revision that is not kept. And what it should not: it can be told to answer anything.
 *
 * <p>Its methods may be called from the thread of a test; each is over when it returns.
 */
final class FakeApiServer implements AutoCloseable {
    private final Vertx vertx;
    private final Context context;
    private final List<String> requests = new ArrayList<>();
    private final List<String> authorizations = new ArrayList<>();
    private final Deque<Consumer<HttpServerRequest>> lists = new ArrayDeque<>();
    private final Deque<Consumer<HttpServerRequest>> watches = new ArrayDeque<>();
    private final TreeMap<String, JsonObject> pods = new TreeMap<>();
    private final List<JsonObject> events = new ArrayList<>();
    private final Map<String, JsonArray> snapshots = new HashMap<>();
    private final List<HttpServerResponse> watching = new ArrayList<>();
    private final Map<Promise<Void>, Integer> awaited = new HashMap<>();
    private Promise<Void> nobodyWatches = Promise.promise();
    private int watchesSeen;
    private long revision = 1_000;
    private long oldest = 1_000;
    private int port;

    FakeApiServer() {
        this(new HttpServerOptions());
    }

    FakeApiServer(HttpServerOptions options) {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        Promise<Integer> listening = Promise.promise();
        context.runOnContext(turn -> vertx.createHttpServer(options)
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .map(server -> server.actualPort())
                .onComplete(listening));
        port = Await.await("the port of the server", listening.future());
    }

    int port() {
        return port;
    }

    /** Creates or replaces it, and tells everybody who watches. */
    void put(JsonObject pod) {
        on(() -> {
            JsonObject stored = pod.copy();
            stored.getJsonObject("metadata").put("resourceVersion", Long.toString(++revision));
            boolean isNew = pods.put(name(stored), stored) == null;
            tell(isNew ? "ADDED" : "MODIFIED", stored);
            return null;
        });
    }

    /** Deletes it and tells everybody; in that event it has the revision of its end, as documented. */
    void delete(String namespace, String name) {
        on(() -> {
            JsonObject gone = pods.remove(namespace + "/" + name).copy();
            gone.getJsonObject("metadata").put("resourceVersion", Long.toString(++revision));
            tell("DELETED", gone);
            return null;
        });
    }

    /** Something else in the cluster changed, and those who watch pods hear of the revision only. */
    void bookmark() {
        on(() -> {
            revision++;
            send(new JsonObject()
                            .put("type", "BOOKMARK")
                            .put(
                                    "object",
                                    new JsonObject()
                                            .put("kind", "Pod")
                                            .put(
                                                    "metadata",
                                                    new JsonObject().put("resourceVersion", Long.toString(revision))))
                            .encode()
                    + "\n");
            return null;
        });
    }

    /** Forgets what was before, and the snapshots too. */
    void compact() {
        on(() -> {
            revision++;
            oldest = revision;
            events.clear();
            snapshots.clear();
            return null;
        });
    }

    /** Sends this to everybody who watches, as it is. */
    void raw(String... pieces) {
        for (String piece : pieces) {
            on(() -> {
                send(piece);
                return null;
            });
        }
    }

    /** Ends the watches in order. */
    void endWatches() {
        on(() -> {
            List.copyOf(watching).forEach(HttpServerResponse::end);
            watching.clear();
            return null;
        });
    }

    /** Cuts the connections of the watches. */
    void cutWatches() {
        on(() -> {
            List.copyOf(watching).forEach(response -> response.reset());
            watching.clear();
            return null;
        });
    }

    /** The next list is answered like this. */
    FakeApiServer nextList(Consumer<HttpServerRequest> answer) {
        return on(() -> {
            lists.add(answer);
            return this;
        });
    }

    /** The next watch is answered like this. */
    FakeApiServer nextWatch(Consumer<HttpServerRequest> answer) {
        return on(() -> {
            watches.add(answer);
            return this;
        });
    }

    static Consumer<HttpServerRequest> answer(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    static Consumer<HttpServerRequest> status(int code, String message) {
        return answer(code, statusObject(code, message).encode());
    }

    static JsonObject statusObject(int code, String message) {
        return new JsonObject()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", message)
                .put("code", code);
    }

    /** Paths with queries, in the order they came. */
    List<String> requests() {
        return on(() -> List.copyOf(requests));
    }

    List<String> authorizations() {
        return on(() -> List.copyOf(authorizations));
    }

    /** Until so many watches were asked for. */
    void awaitWatches(int count) {
        Promise<Void> asked = Promise.promise();
        on(() -> {
            awaited.put(asked, count);
            tellAwaiting();
            return null;
        });
        Await.await("watch " + count, asked.future());
    }

    /** Until the last of their connections is closed. */
    void awaitNobodyWatches() {
        Await.await("the end of the last watch", on(() -> {
            nobodyWatches = Promise.promise();
            tellNobodyWatches();
            return nobodyWatches.future();
        }));
    }

    @Override
    public void close() {
        Await.await("the end of the server", vertx.close());
    }

    private void handle(HttpServerRequest request) {
        requests.add(request.uri());
        authorizations.add(String.valueOf(request.getHeader("Authorization")));
        boolean isWatch = request.getParam("watch") != null;
        Consumer<HttpServerRequest> told = (isWatch ? watches : lists).poll();
        if (told != null) {
            told.accept(request);
        } else if (isWatch) {
            watch(request);
        } else {
            list(request);
        }
        if (isWatch) {
            watchesSeen++;
            tellAwaiting();
        }
    }

    private void tellNobodyWatches() {
        if (watching.isEmpty()) {
            nobodyWatches.tryComplete();
        }
    }

    private void tellAwaiting() {
        awaited.entrySet()
                .removeIf(
                        each -> each.getValue() <= watchesSeen && each.getKey().tryComplete());
    }

    private void list(HttpServerRequest request) {
        int limit = Integer.parseInt(request.getParam("limit"));
        String token = request.getParam("continue");
        long listed = revision;
        JsonArray all = new JsonArray(new ArrayList<>(pods.values()));
        int from = 0;
        if (token != null) {
            String[] parts = token.split(":", -1);
            listed = Long.parseLong(parts[0]);
            from = Integer.parseInt(parts[1]);
            all = snapshots.get(parts[0]);
            if (all == null) {
                status(410, "The provided continue parameter is too old").accept(request);
                return;
            }
        }
        int to = Math.min(all.size(), from + limit);
        JsonObject metadata = new JsonObject().put("resourceVersion", Long.toString(listed));
        if (to < all.size()) {
            snapshots.put(Long.toString(listed), all);
            metadata.put("continue", listed + ":" + to);
        }
        request.response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("kind", "PodList")
                        .put("apiVersion", "v1")
                        .put("metadata", metadata)
                        .put("items", new JsonArray(all.getList().subList(from, to)))
                        .toBuffer());
    }

    private void watch(HttpServerRequest request) {
        long from = Long.parseLong(request.getParam("resourceVersion"));
        HttpServerResponse response = request.response().setChunked(true).putHeader("Content-Type", "application/json");
        if (from < oldest) {
            response.end(new JsonObject()
                            .put("type", "ERROR")
                            .put("object", statusObject(410, "too old resource version: " + from + " (" + oldest + ")"))
                            .encode()
                    + "\n");
            return;
        }
        response.writeHead();
        for (JsonObject event : events) {
            if (revisionOf(event) > from) {
                response.write(event.encode() + "\n");
            }
        }
        watching.add(response);
        request.connection().closeHandler(closed -> {
            watching.remove(response);
            tellNobodyWatches();
        });
    }

    private void tell(String type, JsonObject pod) {
        JsonObject event = new JsonObject().put("type", type).put("object", pod);
        events.add(event.copy());
        send(event.encode() + "\n");
    }

    private void send(String text) {
        List.copyOf(watching).forEach(response -> response.write(Buffer.buffer(text)));
    }

    private static long revisionOf(JsonObject event) {
        return Long.parseLong(
                event.getJsonObject("object").getJsonObject("metadata").getString("resourceVersion"));
    }

    private static String name(JsonObject pod) {
        JsonObject metadata = pod.getJsonObject("metadata");
        return metadata.getString("namespace") + "/" + metadata.getString("name");
    }

    private <T> T on(Supplier<T> act) {
        Promise<T> done = Promise.promise();
        context.runOnContext(turn -> {
            try {
                done.complete(act.get());
            } catch (RuntimeException thrown) {
                done.fail(thrown);
            }
        });
        return Await.await("the server", done.future());
    }
}
