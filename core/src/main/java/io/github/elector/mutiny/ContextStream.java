// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.notice.Notice;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.Flow;

/**
 * One subscription to what is published about a component. Everything of it happens on one context, that of its
 * subscriber: notices are put into its inbox there and told from there, whoever asks for more on whatever thread.
 */
final class ContextStream<T> implements Flow.Subscription {
    private static final Logger LOG = LoggerFactory.getLogger(ContextStream.class);

    private final Flow.Subscriber<? super T> subscriber;
    private final Inbox<T> inbox;
    private final Place place;
    private final MessageConsumer<Object> consumer;
    private long wanted;
    private boolean telling;
    private volatile boolean over;

    private ContextStream(Vertx vertx, String address, Inbox<T> inbox, Flow.Subscriber<? super T> subscriber) {
        this.subscriber = subscriber;
        this.inbox = inbox;
        this.place = new Place(vertx.getOrCreateContext());
        this.consumer = vertx.eventBus().localConsumer(address);
    }

    /** Listens from now on, on the subscriber's context if it is one of this Vertx, else on one of its own. */
    static <T> void begin(Vertx vertx, String address, Inbox<T> inbox, Flow.Subscriber<? super T> subscriber) {
        IllegalStateException refusal = BlockingWait.refusal("nothing was done");
        if (refusal != null) {
            subscriber.onSubscribe(new Nothing());
            subscriber.onError(refusal);
            return;
        }
        ContextStream<T> stream = new ContextStream<>(vertx, address, inbox, subscriber);
        stream.consumer.handler(message -> stream.heard(message.body()));
        stream.consumer.endHandler(unregistered -> stream.inPlace(stream::complete));
        subscriber.onSubscribe(stream);
    }

    @Override
    public void request(long more) {
        if (more <= 0) {
            inPlace(() -> fail(new IllegalArgumentException(
                    "request(" + more + ") asks for nothing: rule 3.9 of Reactive Streams wants at least 1")));
            return;
        }
        inPlace(() -> {
            long sum = wanted + more;
            wanted = sum < 0 ? Long.MAX_VALUE : sum;
            tell();
        });
    }

    @Override
    public void cancel() {
        over = true;
        consumer.unregister().onFailure(gone -> LOG.debug("a listener was gone already", gone));
    }

    private void heard(Object body) {
        Notice notice;
        try {
            notice = Notice.from((JsonObject) body);
        } catch (RuntimeException noNotice) {
            // Of a later version, or somebody else's: anybody can send to an address.
            LOG.debug("what is no notice is not told", noNotice);
            return;
        }
        inPlace(() -> {
            inbox.put(notice);
            tell();
        });
    }

    /** In turn, also if the subscriber asks for more while it is told. */
    private void tell() {
        if (telling) {
            return;
        }
        telling = true;
        try {
            while (!over && wanted > 0) {
                T next = inbox.take();
                if (next == null) {
                    return;
                }
                if (wanted != Long.MAX_VALUE) {
                    wanted--;
                }
                subscriber.onNext(next);
            }
        } finally {
            telling = false;
        }
    }

    private void complete() {
        if (!over) {
            over = true;
            subscriber.onComplete();
        }
    }

    private void fail(IllegalArgumentException nonsense) {
        if (!over) {
            cancel();
            subscriber.onError(nonsense);
        }
    }

    private void inPlace(Runnable act) {
        if (place.isHere()) {
            act.run();
        } else {
            place.run(act);
        }
    }

    /** Of one that was refused. */
    private record Nothing() implements Flow.Subscription {
        @Override
        public void request(long more) {
            // There is nothing.
        }

        @Override
        public void cancel() {
            // It has ended.
        }
    }
}
