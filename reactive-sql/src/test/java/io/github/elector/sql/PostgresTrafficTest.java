// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operations cost: counted in the frontend messages that pass a proxy, and in the server's own statistics. */
class PostgresTrafficTest {
    private final TestStores stores = new TestStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final RoundTrips roundTrips = new RoundTrips();
    private LeaseStore store;
    private SessionId session;

    @BeforeEach
    void open() {
        proxy.tapClients(roundTrips);
        store = stores.prepared(stores.store(PostgresServer.through(proxy, stores.uri()), TestStores.TIMEOUT));
        session = opened(store);
    }

    @AfterEach
    void close() {
        stores.close();
        proxy.close();
    }

    @Test
    void heartbeatIsOneRoundTripWhetherTheSessionHoldsOneLeaseOrAThousand() {
        granted(store, session, BILLING);
        long withOne = roundTripsOf("a heartbeat", () -> store.heartbeat(session));
        take(components(1_000));
        long withThousand = roundTripsOf("a heartbeat", () -> store.heartbeat(session));

        assertThat(withOne).isEqualTo(1);
        assertThat(withThousand).isEqualTo(1);
    }

    @Test
    void lookIsOneRoundTripWhetherItIsAtOneComponentOrAThousand() {
        List<ComponentName> many = components(1_000);

        assertThat(roundTripsOf("a look", () -> store.look(new LookRequest(List.of(BILLING)))))
                .isEqualTo(1);
        assertThat(roundTripsOf("a look", () -> store.look(new LookRequest(many))))
                .isEqualTo(1);
    }

    @Test
    void acquireIsOneRoundTripForAsManyAsAThousand() {
        Generation generation = generation(store);
        List<Claim> claims = components(1_000).stream()
                .map(name -> new Claim(name, null, generation, -1))
                .toList();

        assertThat(roundTripsOf("an acquire", () -> store.acquire(new AcquireRequest(session, claims))))
                .isEqualTo(1);
    }

    @Test
    void refusedExpiryIsOneRoundTrip() {
        ExpireRequest refused = new ExpireRequest(session, 7, generation(store));

        assertThat(roundTripsOf("an expiry", () -> store.expire(refused, session)))
                .isEqualTo(1);
    }

    /** The hint is on its way before the release is answered; a look behind it shows when all three were. */
    @Test
    void releaseIsOneRoundTripWithAHintBehindIt() {
        TermId nothing = new TermId(BILLING, 1, session);

        assertThat(roundTripsOf(
                        "a release and a look",
                        () -> store.release(nothing)
                                .compose(released -> store.look(new LookRequest(List.of(BILLING))))))
                .isEqualTo(3);
    }

    @Test
    void heartbeatsStayHeapOnly() {
        for (int i = 0; i < 200; i++) {
            await("a heartbeat", store.heartbeat(session));
        }
        // Backends report their counts when they end.
        stores.terminateBackends();

        Row counts = stores.execute("SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables"
                        + " WHERE schemaname = '%s' AND relname = 'leader_sessions'")
                .iterator()
                .next();

        assertThat(counts.getLong(0)).isEqualTo(200);
        assertThat(counts.getLong(1)).isEqualTo(200);
    }

    @Test
    void heartbeatsAndLooksWriteNothingToTheLeases() {
        granted(store, session, BILLING);
        for (int i = 0; i < 20; i++) {
            await("a heartbeat", store.heartbeat(session));
            await("a look", store.look(new LookRequest(List.of(BILLING))));
        }
        stores.terminateBackends();

        Row counts = stores.execute("SELECT n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables"
                        + " WHERE schemaname = '%s' AND relname = 'leader_leases'")
                .iterator()
                .next();

        assertThat(counts.deepToString()).isEqualTo("[1,0,0]");
    }

    @Test
    void storeHasThreeConnectionsAtMost() {
        granted(store, session, BILLING);
        await("a heartbeat", store.heartbeat(session));
        await("the close of the session", store.closeSession(session));

        assertThat(proxy.connections()).isLessThanOrEqualTo(3);
    }

    /** Counted in the second of two, as the first also prepares the statement. */
    private long roundTripsOf(String what, Supplier<Future<?>> operation) {
        await(what, operation.get());
        // The sweep behind the first heartbeat is on its own connection and may still be under way.
        stores.execute("SELECT 1");
        Map<Integer, Long> before = roundTrips.byConnection();
        await(what, operation.get());
        Map<Integer, Long> after = roundTrips.byConnection();
        return after.entrySet().stream()
                .filter(each -> each.getKey() != sideConnection())
                .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
                .sum();
    }

    /** The first is for the tables and all that is waited for, the second for heartbeats, and the third for the sweep behind the first of these. */
    private static int sideConnection() {
        return 3;
    }

    private void take(List<ComponentName> names) {
        Generation generation = generation(store);
        await(
                "the acquire",
                store.acquire(new AcquireRequest(
                        session,
                        names.stream()
                                .map(name -> new Claim(name, null, generation, -1))
                                .toList())));
    }

    private static List<ComponentName> components(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ComponentName("crowd/" + i))
                .toList();
    }

    /** Counts Sync and Query messages: the client waits for an answer after each. */
    private static final class RoundTrips implements TcpProxy.Tap {
        private final Map<Integer, Frontend> frontends = new HashMap<>();

        @Override
        public synchronized void sees(int connection, byte[] chunk, int length) {
            Frontend frontend = frontends.computeIfAbsent(connection, any -> new Frontend());
            for (int i = 0; i < length; i++) {
                frontend.sees(chunk[i]);
            }
        }

        synchronized Map<Integer, Long> byConnection() {
            Map<Integer, Long> counts = new HashMap<>();
            frontends.forEach((connection, frontend) -> counts.put(connection, frontend.roundTrips));
            return counts;
        }
    }

    /** One connection's messages: a startup message, which has no type, and then type, length and body. */
    private static final class Frontend {
        long roundTrips;
        private boolean started;
        private char type;
        private int headerBytes;
        private int length;

        void sees(byte next) {
            if (started && type == 0) {
                type = (char) next;
                roundTrips += type == 'S' || type == 'Q' ? 1 : 0;
            } else if (headerBytes < 4) {
                length = (length << 8) | (next & 0xff);
                headerBytes++;
                endIfDone();
            } else {
                length--;
                endIfDone();
            }
        }

        /** The length counts itself. */
        private void endIfDone() {
            if (headerBytes == 4 && length == 4) {
                started = true;
                type = 0;
                headerBytes = 0;
                length = 0;
            }
        }
    }
}
