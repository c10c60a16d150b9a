// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * One GET that answers with a line of JSON for each event, until the server ends it. See "Efficient detection of changes" in
 * the API concepts of Kubernetes.
 *
 * <p>A line that nobody can read may have been the deletion of a pod, so after one everything is listed again.
 */
final class PodWatch implements Watch {
    static final String BAD_LINE = "unreadable line of a watch";

    private final Vertx vertx;
    private final PodApi api;
    private final Limits limits;
    private final PodChanges changes;
    private final Exchange exchange;
    private final Lines lines;
    private final Promise<WatchEnd> ended = Promise.promise();
    private long deadline = -1;

    PodWatch(Vertx vertx, PodApi api, Limits limits, long revision, PodChanges changes) {
        this.vertx = vertx;
        this.api = api;
        this.limits = limits;
        this.changes = changes;
        this.exchange = api.watch(revision);
        this.lines = new Lines(
                limits.lineBytes(), this::line, () -> unreadable("it has more than " + limits.lineBytes() + " bytes"));
    }

    void begin() {
        exchange.answer().onComplete(this::follow, failure -> {
            if (failure instanceof ApiException refused && refused.status() == ApiException.GONE) {
                end(WatchEnd.REVISION_GONE);
            } else {
                fail(failure);
            }
        });
    }

    @Override
    public Future<WatchEnd> ended() {
        return ended.future();
    }

    @Override
    public void close() {
        end(WatchEnd.CLOSED);
    }

    private void follow(HttpClientResponse response) {
        if (ended.future().isComplete()) {
            return;
        }
        long millis = limits.watchSeconds() * 1_000L + limits.answerMillis();
        deadline = vertx.setTimer(
                millis,
                due -> fail(
                        ApiException.failed("the watch of pods at " + api, "it did not end within " + millis + " ms")));
        response.handler(lines::take);
        response.exceptionHandler(this::fail);
        response.endHandler(end -> {
            if (lines.isInTheMiddle()) {
                fail(ApiException.failed("the watch of pods at " + api, "it ended in the middle of a line"));
            } else {
                end(WatchEnd.OVER);
            }
        });
        response.resume();
    }

    private void line(Buffer line) {
        if (ended.future().isComplete()) {
            return;
        }
        try {
            event(new JsonObject(line));
        } catch (DecodeException | ClassCastException notJson) {
            // Its message shows what stands there, which may be anybody's environment.
            unreadable("it is no JSON object");
        } catch (IllegalArgumentException incomplete) {
            unreadable(String.valueOf(incomplete.getMessage()));
        }
    }

    private void event(JsonObject event) {
        if (!(event.getValue("type") instanceof String type)
                || !(event.getValue("object") instanceof JsonObject object)) {
            throw new IllegalArgumentException("it has no type and object");
        }
        switch (type) {
            case "ADDED", "MODIFIED" -> changes.present(object, revision(object));
            case "DELETED" -> changes.absent(object, revision(object));
            case "BOOKMARK" -> changes.bookmark(revision(object));
            case "ERROR" -> error(object);
            default -> throw new IllegalArgumentException("its type is none of the documented ones");
        }
    }

    private void error(JsonObject status) {
        int code = status.getValue("code") instanceof Integer number ? number : ApiException.NONE;
        if (code == ApiException.GONE) {
            end(WatchEnd.REVISION_GONE);
        } else {
            fail(exchange.refused(code, status));
        }
    }

    private void unreadable(String why) {
        if (!ended.future().isComplete()) {
            changes.skips().skip(BAD_LINE, "the watch of pods at " + api, why);
            end(WatchEnd.REVISION_GONE);
        }
    }

    private static long revision(JsonObject object) {
        return Revisions.of(new Pod(object).metadata());
    }

    private void end(WatchEnd how) {
        if (ended.tryComplete(how)) {
            leave();
        }
    }

    private void fail(Throwable cause) {
        if (ended.tryFail(exchange.failure(cause))) {
            leave();
        }
    }

    private void leave() {
        vertx.cancelTimer(deadline);
        api.done(exchange);
        exchange.giveUp();
    }
}
