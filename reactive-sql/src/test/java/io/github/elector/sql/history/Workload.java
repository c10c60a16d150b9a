// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static io.github.elector.testing.Await.await;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Clients that ask a store, faults meanwhile, and in the end, when all is healed, one look at everything and the journal.
 *
 * @param ground what server
 * @param kind who asks
 * @param seed decides what is asked and what is struck, but not in which order the server sees it
 * @param lasts how long
 * @param crashes whether the server is also killed and restarted
 */
record Workload(Ground ground, Kind kind, long seed, Duration lasts, boolean crashes) {
    private static final List<ComponentName> COMPONENTS = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new ComponentName("component-" + number))
            .toList();
    // How long what was given up may be under way: on a line, on a stopped server, behind what the application's pool
    // has queued. Generous, since the machine may be busy as well.
    private static final Duration LATE = Nemesis.LONGEST_FAULT.plus(Duration.ofSeconds(20));
    private static final int WATCHED_AT_ONCE = 200;
    private static final int FEWEST_OPERATIONS = 150;

    /** Who asks. */
    enum Kind {
        /** Clients that call the store directly. */
        STORE,
        /** Replicas with electors. */
        ELECTORS
    }

    /** What was recorded, and how often each fault struck. */
    record Recording(History history, Map<String, Integer> faults) {}

    Recording record() {
        Vertx vertx = Vertx.vertx();
        Recorder recorder = new Recorder();
        List<Client> clients = kind == Kind.STORE ? storeClients(recorder) : replicas(recorder);
        List<TcpProxy> lines = clients.stream().map(Client::proxy).toList();
        Nemesis nemesis = new Nemesis(ground, lines, crashes, seed);
        try {
            await(
                    "the start of the clients",
                    Future.all(clients.stream()
                            .map(each -> vertx.deployVerticle(each))
                            .toList()));
            await("the start of the nemesis", vertx.deployVerticle(nemesis));
            pass(vertx, recorder);
            Map<String, Integer> faults = ended(nemesis);
            await(
                    "the end of all operations",
                    Future.all(clients.stream().map(Client::finish).toList()));
            lookAtEverything(vertx, recorder);
            return new Recording(new History(recorder.operations(), ground.readsBack(), LATE.toNanos()), faults);
        } finally {
            await("the end of Vert.x", vertx.close());
            lines.forEach(TcpProxy::close);
        }
    }

    private List<Client> storeClients(Recorder recorder) {
        Board board = new Board();
        return IntStream.range(0, 8)
                .<Client>mapToObj(
                        i -> new StoreClient(recorder, ground, board, COMPONENTS, "client-" + (i + 1), seed * 31 + i))
                .toList();
    }

    private List<Client> replicas(Recorder recorder) {
        return IntStream.range(0, 5)
                .<Client>mapToObj(
                        i -> new ElectorClient(recorder, ground, COMPONENTS, "replica-" + (i + 1), seed * 31 + i))
                .toList();
    }

    /** For as long as it is to last, and on a machine that is busy until there is something to check. */
    private void pass(Vertx vertx, Recorder recorder) {
        long begun = System.nanoTime();
        long passed = 0;
        while (passed < lasts.toNanos()
                || (recorder.count() < FEWEST_OPERATIONS
                        && passed < lasts.plus(Ground.PATIENT).toNanos())) {
            await("time to pass", vertx.timer(Math.min(250, lasts.toMillis()), TimeUnit.MILLISECONDS));
            passed = System.nanoTime() - begun;
        }
    }

    /** What it has struck, once the last fault is over: a server that was killed may have to recover. */
    private static Map<String, Integer> ended(Nemesis nemesis) {
        return nemesis.finish()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(2, TimeUnit.MINUTES)
                .join();
    }

    private void lookAtEverything(Vertx vertx, Recorder recorder) {
        List<SessionId> sessions = recorder.operations().stream()
                .filter(Operation.Open.class::isInstance)
                .map(each -> ((Operation.Open) each).session())
                .toList();
        try (TcpProxy line = ground.proxy()) {
            LeaseStore store = recorder.recorded("last", ground.store(vertx, ground.config(line, Ground.PATIENT)));
            for (int from = 0; from == 0 || from < sessions.size(); from += WATCHED_AT_ONCE) {
                Set<SessionId> some =
                        new HashSet<>(sessions.subList(from, Math.min(sessions.size(), from + WATCHED_AT_ONCE)));
                await("the last look", store.look(new LookRequest(COMPONENTS, some)));
            }
            await("the close of a store", store.close());
        }
        await(
                "the journal",
                recorder.record(
                        "last",
                        () -> Future.succeededFuture(ground.journal()),
                        (span, read) -> new Operation.ReadJournal(span, read.result())));
    }
}
