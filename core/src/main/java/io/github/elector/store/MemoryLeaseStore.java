// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.Generation;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.time.SystemClock;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A store in the memory of this JVM, for tests and a first try: {@code memory:} or {@code memory:name}.
 *
 * <p>Stores of one name share their data, whichever Vertx they belong to, so that several Vertx in one JVM are real
 * rivals. The data lives as long as the JVM. Safe to use from any thread; futures complete on the caller's context.
 */
public final class MemoryLeaseStore implements LeaseStore {
    private static final Map<String, Shared> NAMED = new ConcurrentHashMap<>();

    private final Vertx vertx;
    private final Shared shared;
    private volatile Consumer<Hint> listener = hint -> {};

    /** What the stores of one name have in common; its monitor makes each statement atomic. */
    private static final class Shared {
        final MemoryTables tables = new MemoryTables();
        final Set<MemoryLeaseStore> stores = ConcurrentHashMap.newKeySet();
        final Generation generation = new Generation("memory");

        Server server() {
            return new Server(generation, Long.MAX_VALUE);
        }
    }

    private MemoryLeaseStore(Vertx vertx, Shared shared) {
        this.vertx = vertx;
        this.shared = shared;
        shared.stores.add(this);
    }

    /** A store on the data of this name, which is made empty when it is first asked for. */
    public static MemoryLeaseStore named(Vertx vertx, String name) {
        return new MemoryLeaseStore(vertx, NAMED.computeIfAbsent(name, any -> new Shared()));
    }

    @Override
    public Future<Void> prepare() {
        return answer(tables -> true).mapEmpty();
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        return answer(tables -> {
            if (!tables.open(opening, nowMillis())) {
                throw new LeaseStoreException(
                        LeaseStoreException.Kind.REJECTED,
                        "session '" + opening.id() + "' exists: open with a fresh id");
            }
            return new StoreAnswer.Opened(shared.server());
        });
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return answer(tables -> tables.heartbeat(session, shared.server(), nowMillis()));
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        return answer(tables -> tables.look(request, shared.server(), nowMillis()));
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return answer(tables -> tables.expire(request, by, shared.generation))
                .onSuccess(closed -> hintOthersIf(closed, Hint.LOOK));
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        return answer(tables -> tables.acquire(request, shared.generation, nowMillis()));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        return answer(tables -> tables.release(term)).onSuccess(released -> hintOthersIf(released, new Hint(term)));
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        return answer(tables -> {
                    tables.closeSession(session);
                    return true;
                })
                .onSuccess(closed -> hintOthersIf(closed, Hint.LOOK))
                .mapEmpty();
    }

    @Override
    public void onHint(Consumer<Hint> listener) {
        this.listener = listener;
    }

    @Override
    public Future<Void> close() {
        shared.stores.remove(this);
        return answer(tables -> true).mapEmpty();
    }

    /** Runs a statement on a later turn of the caller's context, as a store with a network would. */
    private <T> Future<T> answer(Function<MemoryTables, T> statement) {
        Context context = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> {
            try {
                synchronized (shared) {
                    answer.complete(statement.apply(shared.tables));
                }
            } catch (LeaseStoreException refused) {
                answer.fail(refused);
            }
        });
        return answer.future();
    }

    private void hintOthersIf(boolean changed, Hint hint) {
        if (changed) {
            shared.stores.stream().filter(store -> store != this).forEach(store -> store.listener.accept(hint));
        }
    }

    private static long nowMillis() {
        return SystemClock.INSTANCE.now().wallMillis();
    }
}
