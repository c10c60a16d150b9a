// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.simulation.Chance;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of one host, at the other end of a network: requests and answers are lost, late, in any order, told on any
 * thread, or twice. It also does what no store should: it throws, or fails with what is no failure of a store.
 */
final class PlayedStore implements LeaseStore {
    private static final long MILLI = 1_000_000;

    private final Jvm jvm;
    private final World world;
    private final Chance chance;
    private final Context connection;
    private final Map<String, Call> inFlight = new HashMap<>();
    private final Set<SessionId> sessions = new HashSet<>();
    private @Nullable Consumer<Hint> listener;
    private @Nullable ContextInternal home;
    private boolean closed;
    private long lastAskedAt;

    /** One that is answered, or was given up after so much of the process's own time. */
    private static final class Call {
        final long sentAt;
        boolean settled;

        Call(long sentAt) {
            this.sentAt = sentAt;
        }
    }

    PlayedStore(Jvm jvm) {
        this.jvm = jvm;
        this.world = jvm.world;
        this.chance = new Chance(jvm.chance.bits());
        this.connection = jvm.otherContext();
        this.lastAskedAt = jvm.awakeNanos();
    }

    boolean opened(SessionId session) {
        return sessions.contains(session);
    }

    boolean isClosed() {
        return closed;
    }

    /** For how long nothing was asked of it, not counting pauses. */
    long idleNanos() {
        return jvm.awakeNanos() - lastAskedAt;
    }

    /** Whether it was asked to prepare and has not answered; nothing else is asked then for as long as that may take. */
    boolean isPreparing() {
        Call call = inFlight.get("prepare");
        return call != null && !call.settled;
    }

    void hint(Hint hint) {
        Consumer<Hint> told = listener;
        if (told != null) {
            jvm.later(world.latency(), () -> told.accept(hint));
        }
    }

    @Override
    public Future<Void> prepare() {
        Future<Boolean> done = ask("prepare", List.of("prepare"), () -> true);
        return done == null ? null : done.mapEmpty();
    }

    @Override
    public Future<StoreAnswer.Opened> open(SessionOpening opening) {
        sessions.add(opening.id());
        new RivalDeployer(jvm, opening.id()).appearSometimes();
        return ask("open " + opening.id(), List.of("open"), () -> world.database.open(opening));
    }

    @Override
    public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
        return ask("heartbeat " + session, List.of("heartbeat " + session), () -> world.database.heartbeat(session));
    }

    @Override
    public Future<StoreAnswer.Looked> look(LookRequest request) {
        return ask("look", List.of("look"), () -> world.database.look(request));
    }

    @Override
    public Future<Boolean> expire(ExpireRequest request, SessionId by) {
        return ask(
                "expire " + request.session(),
                List.of("expire " + request.session()),
                () -> world.database.expire(request, by));
    }

    @Override
    public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
        List<String> leases = request.claims().stream()
                .map(Claim::component)
                .map(component -> "lease " + component)
                .toList();
        return ask("acquire " + leases, leases, () -> world.database.acquire(request));
    }

    @Override
    public Future<Boolean> release(TermId term) {
        world.referee.frees(jvm, term);
        // What was won late, or what a heartbeat that a release has crossed still lists, is given back beside the
        // election that goes on: so one at a time for a term.
        return ask(
                "release " + term,
                List.of("release " + term),
                () -> world.database.isLocked(term.component()) ? null : world.database.release(term));
    }

    @Override
    public Future<Void> closeSession(SessionId session) {
        world.referee.frees(jvm, session);
        Future<Boolean> done = ask("close " + session, List.of("close " + session), () -> {
            world.database.closeSession(session);
            return true;
        });
        return done == null ? null : done.mapEmpty();
    }

    @Override
    public void onHint(Consumer<Hint> hints) {
        listener = hints;
    }

    @Override
    public Future<Void> close() {
        if (closed) {
            throw world.broken("L4: the store of " + jvm + " is closed twice");
        }
        try {
            Future<Boolean> done = ask("close", List.of(), () -> true);
            return done == null ? null : done.mapEmpty();
        } finally {
            closed = true;
        }
    }

    private <T> Future<T> ask(String what, List<String> about, Supplier<@Nullable T> statement) {
        lastAskedAt = jvm.awakeNanos();
        world.tally.add(Kind.STORE_CALLS);
        if (closed) {
            throw world.broken("L4: " + jvm + " asks a store that is closed: " + what);
        }
        askedOnItsContext(what);
        Call call = oneAtATime(what, about);
        if (world.isTroubled() && chance.percent(5)) {
            world.tally.add(Kind.STORES_THAT_THROW);
            call.settled = true;
            if (chance.percent(50)) {
                throw new UserError("a store throws");
            }
            return null;
        }
        Answer<T> answer = new Answer<>(what, call);
        world.say(() -> jvm + " asks " + what);
        send(what, statement, answer);
        return answer.promise.future();
    }

    /** A store is driven from one context, wherever its answers come from. */
    private void askedOnItsContext(String what) {
        ContextInternal current = ContextInternal.current();
        ContextInternal asker = current == null ? null : current.unwrap();
        if (home == null) {
            home = asker;
        }
        if (asker == null || asker != home) {
            throw world.broken("L4: " + jvm + " asks " + what + " on another context than before: " + asker);
        }
    }

    /** One operation of a kind in flight for an election, a session and a look, unless the earlier one was given up. */
    private Call oneAtATime(String what, List<String> about) {
        Call call = new Call(jvm.ticker.nanoTime());
        long patience = world.scenario.timing().storeTimeoutNanos() / MILLI * MILLI;
        for (String one : about) {
            Call before = inFlight.put(one, call);
            if (before != null && !before.settled && call.sentAt - before.sentAt < patience) {
                throw world.broken("L4: " + jvm + " asks " + what + " while another one is in flight");
            }
        }
        return call;
    }

    private <T> void send(String what, Supplier<@Nullable T> statement, Answer<T> answer) {
        if (world.isCut(jvm) || world.loses()) {
            world.tally.add(Kind.LOST_REQUESTS);
            if (what.equals("prepare")) {
                world.effectIn(Scenario.prepareHangsNanos());
            }
            if (chance.percent(50)) {
                answer.failLater(world.latency());
            }
            return;
        }
        boolean late = world.delays();
        world.tally.add(Kind.LATE_EXECUTIONS, late ? 1 : 0);
        long way = world.latency() + (late ? world.lateness() : 0);
        world.effectIn(way);
        world.timeline.after(way, () -> execute(what, statement, answer));
    }

    private <T> void execute(String what, Supplier<@Nullable T> statement, Answer<T> answer) {
        if (world.database.isDown()) {
            if (chance.percent(50)) {
                answer.failLater(world.latency());
            } else {
                world.effectIn(what.equals("prepare") ? Scenario.prepareHangsNanos() : 0);
            }
            return;
        }
        T result = statement.get();
        world.say(() -> jvm + " " + what + " is executed: " + result);
        if (world.isCut(jvm) || world.loses() || result == null) {
            world.tally.add(Kind.LOST_ANSWERS);
            world.effectIn(what.equals("prepare") ? Scenario.prepareHangsNanos() : 0);
            if (chance.percent(30)) {
                answer.failLater(world.latency());
            }
            return;
        }
        boolean late = world.delays();
        world.tally.add(Kind.LATE_ANSWERS, late ? 1 : 0);
        long way = world.latency() + (late ? world.lateness() : 0);
        world.effectIn(way);
        jvm.later(way, () -> answer.complete(result));
        if (world.isTroubled() || chance.percent(1)) {
            world.tally.add(Kind.DOUBLED_ANSWERS);
            jvm.later(way + world.lateness(), () -> answer.complete(result));
        }
    }

    /** A future that is completed where a store might complete it. */
    private final class Answer<T> {
        final Promise<T> promise;
        private final Call call;
        private final String what;
        private final @Nullable Context context;

        Answer(String what, Call call) {
            this.what = what;
            this.call = call;
            if (chance.percent(60)) {
                context = jvm.vertx.getOrCreateContext();
            } else {
                context = chance.percent(50) ? connection : null;
            }
            promise = context == null ? Promise.promise() : ((ContextInternal) context).promise();
        }

        void failLater(long in) {
            world.tally.add(Kind.STORE_ERRORS);
            Throwable failure = chance.percent(10)
                    ? new UserError("no failure of a store")
                    : new LeaseStoreException(chance.pick(List.of(LeaseStoreException.Kind.values())), "played");
            jvm.later(in, () -> tell(() -> promise.tryFail(failure)));
        }

        void complete(T result) {
            world.say(() -> jvm + " hears of " + what);
            tell(() -> promise.tryComplete(result));
        }

        private void tell(Runnable completion) {
            Runnable told = () -> {
                call.settled = true;
                completion.run();
            };
            if (context != null && chance.percent(70)) {
                try {
                    context.runOnContext(turn -> told.run());
                } catch (RejectedExecutionException vertxClosed) {
                    // As an answer that comes when the process is gone.
                }
            } else {
                world.tally.add(Kind.FOREIGN_ANSWERS);
                told.run();
            }
        }
    }
}
