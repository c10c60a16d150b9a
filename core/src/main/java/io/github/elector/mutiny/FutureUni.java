// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.smallrye.mutiny.helpers.EmptyUniSubscription;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import io.smallrye.mutiny.subscription.UniSubscription;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What one act after the other comes to: each subscription makes a future of its own. */
final class FutureUni<T> extends AbstractUni<T> {
    private final Supplier<Future<T>> act;
    private final Consumer<T> orphaned;
    private final boolean mayBeDoneAtOnce;

    FutureUni(Supplier<Future<T>> act, Consumer<T> orphaned, boolean mayBeDoneAtOnce) {
        this.act = Objects.requireNonNull(act, "act");
        this.orphaned = orphaned;
        this.mayBeDoneAtOnce = mayBeDoneAtOnce;
    }

    @Override
    public void subscribe(UniSubscriber<? super T> subscriber) {
        IllegalStateException refusal = mayBeDoneAtOnce ? null : BlockingWait.refusal("nothing was done");
        if (refusal != null) {
            EmptyUniSubscription.propagateFailureEvent(subscriber, refusal);
            return;
        }
        Listening<T> listening = new Listening<>(subscriber, Place.here(), orphaned);
        subscriber.onSubscribe(listening);
        if (!listening.isOver()) {
            begin(listening);
        }
    }

    /** For what is done already nobody waits, and the look at the stack would cost more than the rest. */
    private void begin(Listening<T> listening) {
        Future<T> begun = acted();
        IllegalStateException refusal = mayBeDoneAtOnce && !begun.isComplete()
                ? BlockingWait.refusal("what was begun goes on and is not waited for")
                : null;
        if (refusal != null) {
            listening.refuse(refusal);
        } else {
            begun.onComplete(listening::told);
        }
    }

    private Future<T> acted() {
        try {
            return Objects.requireNonNull(act.get(), "an act answers with a future");
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /**
     * One subscription. It is over once, by what it is told or by its cancellation; who comes first decides. The future
     * keeps it until it is done, so that it lets go of its subscriber when that is over.
     */
    private static final class Listening<T> implements UniSubscription {
        private enum Stage {
            WAITING,
            TELLING,
            OVER
        }

        private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
        private final Place place;
        private final Consumer<T> orphaned;
        private volatile @Nullable UniSubscriber<? super T> subscriber;
        private volatile @Nullable Thread teller;

        Listening(UniSubscriber<? super T> subscriber, Place place, Consumer<T> orphaned) {
            this.subscriber = subscriber;
            this.place = place;
            this.orphaned = orphaned;
        }

        boolean isOver() {
            return stage.get() == Stage.OVER;
        }

        /** What is being told just now is taken by nobody then, unless it is the told one that cancels. */
        @Override
        public void cancel() {
            if (teller != Thread.currentThread()) {
                stage.set(Stage.OVER);
                subscriber = null;
            }
        }

        void refuse(IllegalStateException refusal) {
            tell(to -> to.onFailure(refusal));
        }

        void told(T result, @Nullable Throwable failure) {
            if (place.isHere()) {
                pass(result, failure);
            } else {
                place.run(() -> pass(result, failure));
            }
        }

        private void pass(T result, @Nullable Throwable failure) {
            if (failure != null) {
                tell(to -> to.onFailure(failure));
            } else if (!tell(to -> to.onItem(result))) {
                orphaned.accept(result);
            }
        }

        /** Whether somebody was told, who had not cancelled when he had been. */
        private boolean tell(Consumer<UniSubscriber<? super T>> what) {
            UniSubscriber<? super T> to = subscriber;
            if (to == null || !stage.compareAndSet(Stage.WAITING, Stage.TELLING)) {
                return false;
            }
            teller = Thread.currentThread();
            try {
                what.accept(to);
            } finally {
                teller = null;
                subscriber = null;
            }
            return stage.compareAndSet(Stage.TELLING, Stage.OVER);
        }
    }
}
