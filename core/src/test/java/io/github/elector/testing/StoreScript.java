// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a test wants a store to do, operation by operation, and how often each was asked for. The stores made from one
 * script all follow it; their rows are those of the {@link MemoryLeaseStore} of the same name. Any thread.
 */
public final class StoreScript {
    /** What a store can be asked. */
    public enum Operation {
        PREPARE,
        OPEN,
        HEARTBEAT,
        LOOK,
        EXPIRE,
        ACQUIRE,
        RELEASE,
        CLOSE_SESSION,
        CLOSE
    }

    private final Map<Operation, Act> acts = new ConcurrentHashMap<>();
    private final Map<Operation, Tally> calls = new EnumMap<>(Operation.class);
    private final Tally made = new Tally("the making of a store");
    private volatile UnaryOperator<StoreAnswer.Looked> alteration = UnaryOperator.identity();

    /** How one operation is played. */
    private interface Act {
        <T> Future<T> play(Supplier<Future<T>> real, Context caller);
    }

    /** One that does as it is told to. */
    public StoreScript() {
        for (Operation operation : Operation.values()) {
            calls.put(operation, new Tally("the call of " + operation));
        }
    }

    /** A store on the rows that the URI {@code memory:name} names. */
    public LeaseStore store(Vertx vertx, StoreConfig config) {
        made.hit();
        return new Scripted(vertx, MemoryLeaseStore.named(vertx, config.uri().substring("memory:".length())));
    }

    /** How often stores were made. */
    public int storesMade() {
        return made.count();
    }

    /** How often it was asked for. */
    public Tally calls(Operation operation) {
        return calls.get(operation);
    }

    /** From now on it works. */
    public void pass(Operation... operations) {
        for (Operation operation : operations) {
            acts.remove(operation);
        }
    }

    /** From now on it fails without doing anything. */
    public void fail(LeaseStoreException.Kind kind, Operation... operations) {
        set(
                new Act() {
                    @Override
                    public <T> Future<T> play(Supplier<Future<T>> real, Context caller) {
                        return Future.failedFuture(failure(kind));
                    }
                },
                operations);
    }

    /** From now on it is done, and its answer lost. */
    public void failWhenDone(LeaseStoreException.Kind kind, Operation... operations) {
        set(
                new Act() {
                    @Override
                    public <T> Future<T> play(Supplier<Future<T>> real, Context caller) {
                        return real.get().compose(done -> Future.failedFuture(failure(kind)));
                    }
                },
                operations);
    }

    /** From now on it throws, which no store should. */
    public void throwUp(Operation... operations) {
        set(
                new Act() {
                    @Override
                    public <T> Future<T> play(Supplier<Future<T>> real, Context caller) {
                        throw new IllegalStateException("a store that throws");
                    }
                },
                operations);
    }

    /** From now on it is never answered, nor done. */
    public void mute(Operation... operations) {
        set(
                new Act() {
                    @Override
                    public <T> Future<T> play(Supplier<Future<T>> real, Context caller) {
                        return Promise.<T>promise().future();
                    }
                },
                operations);
    }

    /** From now on the calls are held back until they are let go. */
    public Held hold(Operation... operations) {
        Held held = new Held(operations, false);
        set(held, operations);
        return held;
    }

    /** From now on the calls are done at once, and their answers held back until they are let go. */
    public Held holdAnswers(Operation... operations) {
        Held held = new Held(operations, true);
        set(held, operations);
        return held;
    }

    /** From now on looks see this in place of what is there. */
    public void alterLooks(UnaryOperator<StoreAnswer.Looked> alteration) {
        this.alteration = alteration;
    }

    /** From now on no connection works. */
    public void unreachable() {
        fail(LeaseStoreException.Kind.UNREACHABLE, Operation.values());
        pass(Operation.CLOSE);
    }

    /** From now on everything works. */
    public void recover() {
        pass(Operation.values());
    }

    private void set(Act act, Operation... operations) {
        for (Operation operation : operations) {
            acts.put(operation, act);
        }
    }

    private static LeaseStoreException failure(LeaseStoreException.Kind kind) {
        return new LeaseStoreException(kind, "the script says so");
    }

    /** Calls that wait for the test. */
    public final class Held implements Act {
        private final Operation[] operations;
        private final boolean answersOnly;
        private final Tally arrived;
        private final List<Runnable> waiting = new ArrayList<>();
        private boolean open;

        private Held(Operation[] operations, boolean answersOnly) {
            this.operations = operations;
            this.answersOnly = answersOnly;
            this.arrived = new Tally("a held call of " + List.of(operations));
        }

        /** Counts the calls that are or were held. */
        public Tally arrived() {
            return arrived;
        }

        /** Lets what waits go, and holds nothing from now on. */
        public void letGo() {
            for (Operation operation : operations) {
                acts.remove(operation, this);
            }
            List<Runnable> going;
            synchronized (waiting) {
                open = true;
                going = List.copyOf(waiting);
                waiting.clear();
            }
            going.forEach(Runnable::run);
        }

        @Override
        public <T> Future<T> play(Supplier<Future<T>> real, Context caller) {
            Promise<T> answer = Promise.promise();
            Future<T> done = answersOnly ? real.get() : null;
            Runnable go = () -> caller.runOnContext(turn -> (done == null ? real.get() : done).onComplete(answer));
            synchronized (waiting) {
                if (open) {
                    go.run();
                } else {
                    waiting.add(go);
                }
            }
            arrived.hit();
            return answer.future();
        }
    }

    private final class Scripted implements LeaseStore {
        private final Vertx vertx;
        private final LeaseStore real;

        Scripted(Vertx vertx, LeaseStore real) {
            this.vertx = vertx;
            this.real = real;
        }

        @Override
        public Future<Void> prepare() {
            return play(Operation.PREPARE, real::prepare);
        }

        @Override
        public Future<StoreAnswer.Opened> open(SessionOpening opening) {
            return play(Operation.OPEN, () -> real.open(opening));
        }

        @Override
        public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
            return play(Operation.HEARTBEAT, () -> real.heartbeat(session));
        }

        @Override
        public Future<StoreAnswer.Looked> look(LookRequest request) {
            return play(Operation.LOOK, () -> real.look(request).map(looked -> alteration.apply(looked)));
        }

        @Override
        public Future<Boolean> expire(ExpireRequest request, SessionId by) {
            return play(Operation.EXPIRE, () -> real.expire(request, by));
        }

        @Override
        public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
            return play(Operation.ACQUIRE, () -> real.acquire(request));
        }

        @Override
        public Future<Boolean> release(TermId term) {
            return play(Operation.RELEASE, () -> real.release(term));
        }

        @Override
        public Future<Void> closeSession(SessionId session) {
            return play(Operation.CLOSE_SESSION, () -> real.closeSession(session));
        }

        @Override
        public void onHint(Consumer<Hint> listener) {
            real.onHint(listener);
        }

        @Override
        public Future<Void> close() {
            return play(Operation.CLOSE, real::close);
        }

        private <T> Future<T> play(Operation operation, Supplier<Future<T>> real) {
            Act act = acts.get(operation);
            Future<T> answer;
            try {
                answer = act == null ? real.get() : act.play(real, vertx.getOrCreateContext());
            } finally {
                calls.get(operation).hit();
            }
            return answer;
        }
    }
}
