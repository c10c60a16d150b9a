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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operations cost: counted in the packets of commands that pass a proxy, each of which is answered before the next. */
class MysqlTrafficTest {
    private final MysqlStores stores = new MysqlStores();
    private final TcpProxy proxy = stores.server.proxy();
    private final Commands commands = new Commands();
    private LeaseStore store;
    private SessionId session;

    @BeforeEach
    void open() {
        proxy.tapClients(commands);
        store = stores.prepared(stores.store(PostgresServer.through(proxy, stores.uri())));
        session = opened(store);
        granted(store, session, BILLING);
    }

    @AfterEach
    void close() {
        stores.close();
        proxy.close();
    }

    @Test
    void heartbeatIsTwoRoundTripsWhetherTheSessionHoldsOneLeaseOrAThousand() {
        long withOne = roundTripsOf("a heartbeat", () -> store.heartbeat(session));
        await("the acquire", store.acquire(new AcquireRequest(session, claimsOfNoRow(1_000))));
        long withThousand = roundTripsOf("a heartbeat", () -> store.heartbeat(session));

        assertThat(withOne).isEqualTo(2);
        assertThat(withThousand).isEqualTo(2);
    }

    @Test
    void lookIsOneRoundTripWhetherItIsAtOneComponentOrAThousand() {
        assertThat(roundTripsOf("a look", () -> store.look(new LookRequest(List.of(BILLING)))))
                .isEqualTo(1);
        assertThat(roundTripsOf("a look", () -> store.look(new LookRequest(components(1_000)))))
                .isEqualTo(1);
    }

    @Test
    void acquireIsTwoRoundTripsForAsManyAsAThousand() {
        List<Claim> claims = claimsOfNoRow(1_000);

        assertThat(roundTripsOf("an acquire", () -> store.acquire(new AcquireRequest(session, claims))))
                .isEqualTo(2);
    }

    @Test
    void releaseAndExpiryAreTwoRoundTrips() {
        TermId nothing = new TermId(BILLING, 1, session);
        ExpireRequest refused = new ExpireRequest(session, 7, generation(store));

        assertThat(roundTripsOf("a release", () -> store.release(nothing))).isEqualTo(2);
        assertThat(roundTripsOf("an expiry", () -> store.expire(refused, session)))
                .isEqualTo(2);
    }

    @Test
    void storeHasThreeConnectionsAtMost() {
        await("a heartbeat", store.heartbeat(session));
        await("the close of the session", store.closeSession(session));

        assertThat(proxy.connections()).isLessThanOrEqualTo(3);
    }

    /** Counted in the second of two, as the first also prepares the statements. */
    private long roundTripsOf(String what, Supplier<Future<?>> operation) {
        await(what, operation.get());
        Map<Integer, Long> before = commands.byConnection();
        await(what, operation.get());
        Map<Integer, Long> after = commands.byConnection();
        return after.entrySet().stream()
                .filter(each -> each.getKey() != sideConnection())
                .mapToLong(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L))
                .sum();
    }

    /** The first is for the tables and all that is waited for, the second for heartbeats, and the third for the sweep behind the first of these. */
    private static int sideConnection() {
        return 3;
    }

    private List<Claim> claimsOfNoRow(int count) {
        Generation generation = generation(store);
        return components(count).stream()
                .map(name -> new Claim(name, null, generation, -1))
                .toList();
    }

    private static List<ComponentName> components(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ComponentName("crowd/" + i))
                .toList();
    }

    /** Counts packets that begin an exchange: those with sequence number 0. A large one has more parts, numbered on. */
    private static final class Commands implements TcpProxy.Tap {
        private final Map<Integer, Packets> connections = new HashMap<>();

        @Override
        public synchronized void sees(int connection, byte[] chunk, int length) {
            Packets packets = connections.computeIfAbsent(connection, any -> new Packets());
            for (int i = 0; i < length; i++) {
                packets.sees(chunk[i]);
            }
        }

        synchronized Map<Integer, Long> byConnection() {
            Map<Integer, Long> counts = new HashMap<>();
            connections.forEach((connection, packets) -> counts.put(connection, packets.commands));
            return counts;
        }
    }

    /** One connection's packets: three bytes of length, lowest first, a sequence number, and the body. */
    private static final class Packets {
        long commands;
        private int headerBytes;
        private int length;

        void sees(byte next) {
            if (headerBytes < 3) {
                length |= (next & 0xff) << (8 * headerBytes);
                headerBytes++;
            } else if (headerBytes == 3) {
                commands += next == 0 ? 1 : 0;
                headerBytes++;
                endIfDone();
            } else {
                length--;
                endIfDone();
            }
        }

        private void endIfDone() {
            if (length == 0) {
                headerBytes = 0;
            }
        }
    }
}
