// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One GET, which can be given up at any moment. On one context. */
final class Exchange {
    private static final int LONGEST_REFUSAL = 64 << 10;
    private static final int OK = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final ApiServer server;
    private final String path;
    private final String what;
    private final int answerMillis;
    private final Promise<Void> givenUp = Promise.promise();
    private Optional<String> token = Optional.empty();
    private @Nullable HttpClientRequest request;

    /** {@code path} is what is asked for, with its query; {@code what} is that in messages. */
    Exchange(Vertx vertx, HttpClient client, ApiServer server, String path, String what, int answerMillis) {
        this.vertx = vertx;
        this.client = client;
        this.server = server;
        this.path = path;
        this.what = what;
        this.answerMillis = answerMillis;
    }

    /** The answer if it is a good one; it is paused. */
    Future<HttpClientResponse> answer() {
        return inTime(server.token().read(vertx).compose(this::send))
                .compose(response -> response.statusCode() == OK
                        ? Future.succeededFuture(response)
                        : body(response, LONGEST_REFUSAL)
                                .otherwise(Buffer.buffer())
                                .compose(body -> Future.failedFuture(refused(response.statusCode(), body))));
    }

    /** All of the answer, if it is a good one, in time, and not larger than this. */
    Future<Buffer> body(int most) {
        return inTime(answer().compose(response -> body(response, most)));
    }

    /** Ends it: nothing more comes. */
    void giveUp() {
        giveUp(ApiException.failed(what, "it was given up"));
    }

    /** The failure in our own words; it never holds the token, even if the server repeats it. */
    ApiException failure(Throwable cause) {
        return cause instanceof ApiException ours
                ? ours
                : ApiException.failed(what, withoutToken(String.valueOf(cause.getMessage())));
    }

    /** What the server says in an answer or a line that is a status. */
    ApiException refused(int status, JsonObject words) {
        return ApiException.answered(
                what, status, withoutToken(words.getValue("message") instanceof String message ? message : ""));
    }

    private ApiException refused(int status, Buffer body) {
        try {
            return refused(status, new JsonObject(body));
        } catch (DecodeException | ClassCastException noJson) {
            // A proxy on the way may answer anything.
            return refused(status, new JsonObject());
        }
    }

    private Future<HttpClientResponse> send(Optional<String> token) {
        this.token = token;
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setHost(server.host())
                        .setPort(server.port())
                        .setSsl(server.isSecure())
                        .setURI(server.path(path)))
                .compose(made -> {
                    request = made;
                    // Its failures come by the futures.
                    made.exceptionHandler(failure -> {});
                    if (givenUp.future().isComplete()) {
                        reset();
                        return givenUp.future().mapEmpty();
                    }
                    made.putHeader(HttpHeaders.ACCEPT, "application/json")
                            .putHeader(HttpHeaders.USER_AGENT, "vertx-elector-examples");
                    token.ifPresent(text -> made.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + text));
                    return made.send();
                })
                .onSuccess(HttpClientResponse::pause);
    }

    private Future<Buffer> body(HttpClientResponse response, int most) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            if (body.length() + piece.length() > most) {
                whole.tryFail(ApiException.failed(what, "the answer has more than " + most + " bytes"));
                reset();
            } else {
                body.appendBuffer(piece);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(body));
        response.resume();
        return whole.future();
    }

    /**
     * Fails when it is given up, or after the time for an answer, and then gives it up. By a timer of this context: that of
     * {@link Future#timeout} runs elsewhere for a future that belongs to none.
     */
    private <T> Future<T> inTime(Future<T> coming) {
        Promise<T> come = Promise.promise();
        long timer = vertx.setTimer(
                answerMillis, due -> giveUp(ApiException.failed(what, "no answer within " + answerMillis + " ms")));
        coming.onComplete(come::tryComplete, cause -> come.tryFail(failure(cause)));
        givenUp.future().onFailure(come::tryFail);
        return come.future().onComplete(done -> vertx.cancelTimer(timer)).onFailure(cause -> giveUp(failure(cause)));
    }

    private void giveUp(ApiException why) {
        if (givenUp.tryFail(why)) {
            reset();
        }
    }

    private void reset() {
        HttpClientRequest made = request;
        if (made != null) {
            made.reset();
        }
    }

    private String withoutToken(String text) {
        return token.map(secret -> text.replace(secret, "…")).orElse(text);
    }
}
