// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The pages that are open, each at the end of a response that does not end. On one context.
 *
 * <p>Whoever does not read is cut by the server's idle timeout: beats come more often than that, and a line that takes
 * none is idle. To close its connection would not do, as that waits for what is to be written yet.
 */
final class EventStream {
    /** How many pages may be open. */
    static final int MOST_LISTENERS = 32;

    // What may wait in this process for one listener, beside one piece that was written when there was room.
    private static final int QUEUE_BYTES = 256 * 1024;

    private final Board board;
    private final LongSupplier nowMillis;
    private final EventFrames frames;
    private final Set<Listener> listeners = new LinkedHashSet<>();

    EventStream(Board board, String life, LongSupplier nowMillis) {
        this.board = board;
        this.nowMillis = nowMillis;
        this.frames = new EventFrames(life);
    }

    boolean isFull() {
        return listeners.size() >= MOST_LISTENERS;
    }

    /** A page has opened: answers its request for as long as it stays. */
    void open(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                // A proxy that collects what it forwards would show nothing until it has enough.
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES);
        Listener listener = new Listener(new ResponseLine(request), frames, board);
        listeners.add(listener);
        response.closeHandler(gone -> listeners.remove(listener));
        response.exceptionHandler(broken -> listeners.remove(listener));
        response.drainHandler(room -> listener.update(nowMillis.getAsLong()));
        String lastEventId = request.getHeader("Last-Event-ID");
        listener.open(lastEventId == null ? "" : lastEventId, nowMillis.getAsLong());
    }

    /** The board may have changed. */
    void update() {
        listeners.forEach(listener -> listener.update(nowMillis.getAsLong()));
    }

    /** Every few seconds. */
    void beat() {
        listeners.forEach(listener -> listener.beat(nowMillis.getAsLong()));
    }

    private record ResponseLine(HttpServerRequest request) implements Listener.Line {
        @Override
        public boolean isFull() {
            return request.response().writeQueueFull();
        }

        @Override
        public void write(String text) {
            request.response().write(text).onFailure(gone -> {
                // The close handler comes too.
            });
        }
    }
}
