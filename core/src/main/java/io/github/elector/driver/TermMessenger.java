// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.TermRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Asks whoever answers for the work of a session's terms to begin and end it: local, point to point, acknowledged.
 *
 * <p>Begin is asked once. End is asked again and again until the answer is {@code drained}: only that permits release,
 * and the one who answers may come late. Both are the same however often they are asked.
 */
final class TermMessenger {
    private final Vertx vertx;
    private final Addresses addresses;
    private final Timing timing;
    private final long startMillis;
    /** Terms whose begin reached nobody, so that anybody may answer for their end. */
    private final Set<TermId> unheard = new HashSet<>();

    private boolean closed;

    TermMessenger(Vertx vertx, Addresses addresses, Timing timing, long startMillis) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.timing = timing;
        this.startMillis = startMillis;
    }

    /** Completes when the work runs, fails if it does not within the start budget. */
    Future<Void> begin(TermId term, long validForNanos) {
        TermRequest request =
                new TermRequest(TermRequest.Action.BEGIN, term, "", TimeUnit.NANOSECONDS.toMillis(validForNanos));
        return send(request, startMillis)
                .onFailure(failure -> {
                    if (failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.NO_HANDLERS) {
                        unheard.add(term);
                    }
                })
                .compose(answer -> answered(answer, "deployed"));
    }

    /** Completes when the work has ended, however long that takes; {@code stuck} is run at each answer that is none. */
    Future<Void> end(TermId term, EndReason reason, Runnable stuck) {
        TermRequest request = new TermRequest(
                TermRequest.Action.END, term, reason.text(), TimeUnit.NANOSECONDS.toMillis(timing.stopNanos()));
        return send(request, TimeUnit.NANOSECONDS.toMillis(timing.stopNanos() + timing.leaseNanos()))
                .compose(answer -> answered(answer, "drained"))
                .recover(failure -> {
                    if (isNotBegun(failure) && unheard.contains(term)) {
                        return Future.succeededFuture();
                    }
                    stuck.run();
                    return afterAWhile()
                            .compose(again -> closed ? Future.failedFuture(failure) : end(term, reason, stuck));
                })
                .onSuccess(drained -> unheard.remove(term));
    }

    /** Nothing is asked again from now on. */
    void close() {
        closed = true;
    }

    private Future<Message<JsonObject>> send(TermRequest request, long timeoutMillis) {
        DeliveryOptions options = new DeliveryOptions().setLocalOnly(true).setSendTimeout(timeoutMillis);
        return vertx.eventBus().request(addresses.term(request.term().session()), request.toJson(), options);
    }

    /** Whether this failure of {@link #begin} only says that the start budget was spent. */
    static boolean isUnanswered(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureType() == ReplyFailure.TIMEOUT;
    }

    private static boolean isNotBegun(Throwable failure) {
        return failure instanceof ReplyException reply && reply.failureCode() == TermRequest.NOT_BEGUN;
    }

    private static Future<Void> answered(Message<JsonObject> answer, String wanted) {
        return answer.body() != null && Boolean.TRUE.equals(answer.body().getValue(wanted))
                ? Future.succeededFuture()
                : Future.failedFuture("the answer is not {\"" + wanted + "\":true}");
    }

    private Future<Void> afterAWhile() {
        return vertx.timer(TimeUnit.NANOSECONDS.toMillis(timing.firstBackoffNanos()) + 1, TimeUnit.MILLISECONDS)
                .mapEmpty();
    }
}
