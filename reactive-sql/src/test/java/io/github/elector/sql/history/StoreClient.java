// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.Term;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.sql.Fence;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks a store for one thing after the other, in an order that a seed decides: what an elector would ask for, and what
 * none ever would. Heartbeats, everything else, and fenced writes go on side by side. All of it on its own context.
 */
final class StoreClient extends VerticleBase implements Client {
    private static final Duration FENCE_LIMIT = Duration.ofMillis(500);
    private static final int LONGEST_THOUGHT_MILLIS = 12;

    private final Recorder recorder;
    private final Ground ground;
    private final Board board;
    private final List<ComponentName> components;
    private final String name;
    private final Random random;
    private final TcpProxy proxy;
    private final List<Future<Void>> loops = new ArrayList<>();
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<TermId> terms = new ArrayList<>();
    private LeaseStore store;
    private Pool pool;
    private StoreAnswer.@Nullable Looked seen;
    private boolean needsSession = true;
    private int opened;
    private int written;
    private boolean stopped;

    StoreClient(Recorder recorder, Ground ground, Board board, List<ComponentName> components, String name, long seed) {
        this.recorder = recorder;
        this.ground = ground;
        this.board = board;
        this.components = components;
        this.name = name;
        this.random = new Random(seed);
        this.proxy = ground.proxy();
    }

    @Override
    public TcpProxy proxy() {
        return proxy;
    }

    @Override
    public Future<?> start() {
        store = recorder.recorded(name, ground.store(vertx, ground.config(proxy, Ground.STORE_TIMEOUT)));
        pool = ground.pool(vertx, proxy);
        loops.add(repeat(this::beat));
        loops.add(repeat(this::act));
        loops.add(repeat(this::write));
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> finish() {
        Promise<Void> finished = Promise.promise();
        context.runOnContext(turn -> {
            stopped = true;
            Future.join(loops).<Void>mapEmpty().onComplete(finished);
        });
        return finished.future();
    }

    @Override
    public Future<?> stop() {
        proxy.close();
        return store.close()
                .transform(closed -> pool.close())
                .timeout(5, TimeUnit.SECONDS)
                .otherwiseEmpty();
    }

    private Future<Void> repeat(Supplier<Future<?>> act) {
        Promise<Void> end = Promise.promise();
        turn(act, end);
        return end.future();
    }

    private void turn(Supplier<Future<?>> act, Promise<Void> end) {
        if (stopped) {
            end.complete();
        } else {
            act.get()
                    .onComplete(done ->
                            vertx.setTimer(1 + random.nextInt(LONGEST_THOUGHT_MILLIS), timer -> turn(act, end)));
        }
    }

    private Future<?> beat() {
        if (sessions.isEmpty()) {
            return Future.succeededFuture();
        }
        SessionId session = random.nextInt(10) == 0 ? any(sessions) : last(sessions);
        return store.heartbeat(session).onSuccess(answer -> {
            if (answer instanceof StoreAnswer.Gone && session.equals(last(sessions))) {
                needsSession = true;
            }
        });
    }

    private Future<?> act() {
        int dice = random.nextInt(100);
        if (dice < (needsSession ? 50 : 2)) {
            return open();
        }
        if (seen == null || dice < 36) {
            return look();
        }
        if (dice < 62) {
            return acquire();
        }
        if (dice < 82) {
            return release();
        }
        return dice < 95 ? expire() : closeSession();
    }

    private Future<?> open() {
        SessionId session = SessionId.of(new NodeName(name), Integer.toString(++opened));
        return store.open(new SessionOpening(session, new NodeName(name), 3_000, 1_000))
                .onComplete(done -> {
                    // One that was lost may be there, or come yet.
                    if (done.succeeded() || random.nextBoolean()) {
                        sessions.add(session);
                        needsSession = done.failed();
                    }
                });
    }

    private Future<?> look() {
        List<ComponentName> some = random.nextInt(7) == 0 ? List.of(any(components)) : components;
        Set<SessionId> watched = new HashSet<>(board.someSessions(random, 3));
        if (!sessions.isEmpty()) {
            watched.add(last(sessions));
        }
        return store.look(new LookRequest(some, watched)).onSuccess(answer -> {
            seen = answer;
            board.saw(answer);
        });
    }

    private Future<?> acquire() {
        if (sessions.isEmpty()) {
            return open();
        }
        Set<ComponentName> some = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            some.add(any(components));
        }
        List<Claim> claims = some.stream().map(this::claim).toList();
        SessionId session = random.nextInt(20) == 0 ? any(sessions) : last(sessions);
        return store.acquire(new AcquireRequest(session, claims))
                .onSuccess(answers -> answers.forEach(answer -> {
                    if (answer instanceof StoreAnswer.Granted granted) {
                        terms.add(granted.term());
                        board.saw(granted.term());
                    }
                }));
    }

    private Claim claim(ComponentName component) {
        LeaseSight sight = seen().leases().getOrDefault(component, new LeaseSight.NoRow());
        TermId asSeen = sight instanceof LeaseSight.Row row ? row.lease().term() : null;
        Generation generation = random.nextInt(30) == 0
                ? board.anyGeneration(random).orElseThrow()
                : seen().server().generation();
        int dice = random.nextInt(20);
        if (dice < 2) {
            return new Claim(component, null, generation, -1);
        }
        if (dice < 5) {
            asSeen = board.anyTerm(component, random).orElse(asSeen);
        }
        if (dice < 8 && asSeen != null) {
            return Claim.ofReleased(asSeen, generation);
        }
        long above = dice == 8 && asSeen != null ? asSeen.number() + random.nextInt(50) : -1;
        return new Claim(component, asSeen, generation, above);
    }

    private Future<?> release() {
        if (terms.isEmpty()) {
            return look();
        }
        if (random.nextInt(6) == 0) {
            return Future.join(store.release(last(terms)), store.release(any(terms)), store.release(any(terms)));
        }
        return store.release(termToName());
    }

    private TermId termToName() {
        TermId own = last(terms);
        return switch (random.nextInt(10)) {
            case 0 -> new TermId(own.component(), own.number() + 1, own.session());
            case 1 -> new TermId(own.component(), own.number(), new SessionId("nobody~" + random.nextInt(9)));
            case 2, 3 -> any(terms);
            case 4, 5 -> board.anyTerm(random).orElse(own);
            default -> own;
        };
    }

    private Future<?> expire() {
        Optional<SessionSight> target = board.anySession(random);
        if (target.isEmpty() || sessions.isEmpty()) {
            return look();
        }
        SessionSight sight = Optional.ofNullable(
                        seen().sessions().get(target.get().id()))
                .filter(newer -> random.nextInt(3) > 0)
                .orElse(target.get());
        long version = sight.version() + (random.nextInt(4) == 0 ? 1 : 0);
        return store.expire(
                new ExpireRequest(sight.id(), version, seen().server().generation()), last(sessions));
    }

    private Future<?> closeSession() {
        if (sessions.isEmpty() || random.nextInt(3) == 0) {
            return board.anySession(random)
                    .<Future<?>>map(sight -> store.closeSession(sight.id()))
                    .orElseGet(this::look);
        }
        return store.closeSession(random.nextBoolean() ? last(sessions) : any(sessions));
    }

    private Future<?> write() {
        if (terms.isEmpty()) {
            return Future.succeededFuture();
        }
        TermId term = random.nextInt(5) == 0 ? termToName() : last(terms);
        String entry = name + "-" + ++written;
        Tuple row =
                Tuple.of(term.component().value(), term.number(), term.session().value(), entry);
        Term held = new PausedTerm(term);
        Fence fence = ground.fence().limitedTo(FENCE_LIMIT);
        if (random.nextInt(3) == 0) {
            boolean checksSession = ground.statementChecksSession();
            return recorder.recordWrite(
                    name, held, entry, checksSession, committing -> fence.write(pool, held, ground.insert(true), row));
        }
        int openMillis = 1 + random.nextInt(40);
        return recorder.recordWrite(
                name,
                held,
                entry,
                true,
                committing -> fence.inTransaction(
                        pool,
                        held,
                        connection -> connection
                                .preparedQuery(ground.insert(false))
                                .execute(row)
                                .compose(inserted -> vertx.timer(openMillis))
                                .onSuccess(done -> committing.run())));
    }

    private StoreAnswer.Looked seen() {
        return Objects.requireNonNull(seen, "a look comes first");
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static <T> T last(List<T> all) {
        return all.get(all.size() - 1);
    }
}
