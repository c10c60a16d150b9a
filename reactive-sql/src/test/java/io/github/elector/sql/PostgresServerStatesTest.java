// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.SEARCH;
import static io.github.elector.sql.TestStores.claimOfNoRow;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.Signals;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that is shutting down, has crashed, is a standby, has no room left or has a backend that stands still. */
class PostgresServerStatesTest {
    private static EmbeddedPostgresServer server;

    private TestStores stores;
    private LeaseStore store;
    private SessionId session;

    @BeforeAll
    static void startServer() {
        server = new EmbeddedPostgresServer();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void open() {
        stores = new TestStores(server);
        store = stores.prepared();
        session = opened(store);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void serverThatIsShuttingDownIsUnreachable() {
        PgConnection stays = stores.connection();

        server.shutDownOnceUnused();
        LeaseStoreException failure = nextFailure(() -> stores.store().prepare());
        await("the last close", stays.close());
        server.stop();
        server.start();

        assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(failure).hasMessageContaining("[57P03]");
        assertThat(await("a heartbeat", store.heartbeat(session).recover(cut -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    /** All backends end then, and the server recovers. The warning of it (57P02) is no error, so nobody is told the code. */
    @Test
    void crashOfAStrangersBackendIsUnreachableUntilTheServerHasRecovered() {
        await("a heartbeat", store.heartbeat(session));
        PgConnection stranger = stores.connection();
        long pid = await(
                        "its process", stranger.query("SELECT pg_backend_pid()").execute())
                .iterator()
                .next()
                .getLong(0);

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        List<LeaseStoreException> meanwhile = new ArrayList<>();
        meanwhile.add(nextFailure(() -> store.heartbeat(session)));
        StoreAnswer.Heartbeat afterwards = await("a heartbeat", nextAnswer(() -> store.heartbeat(session), meanwhile));

        assertThat(meanwhile).extracting(LeaseStoreException::kind).containsOnly(Kind.UNREACHABLE);
        assertThat(afterwards).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void standbyTakesNoWritesUntilItIsPromotedAndIsAnotherGenerationThen() throws IOException {
        granted(store, session, BILLING);
        server.stop();
        Files.createFile(server.dataFolder().resolve("standby.signal"));
        server.start();

        LeaseStoreException write = lastFailure(() -> store.heartbeat(session), "25006");
        LeaseStoreException look = lastFailure(() -> store.look(new LookRequest(List.of(BILLING))), "55000");
        server.execute("SELECT pg_promote()");
        Generation promoted = generation(store);
        server.stop();
        server.start();

        assertThat(write.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(write).hasMessageContaining("the address must lead to the primary");
        assertThat(look.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(look).hasMessageContaining("the address must lead to the primary");
        assertThat(promoted.value()).startsWith("00000002");
        assertThat(await("a heartbeat", store.heartbeat(session).recover(cut -> store.heartbeat(session))))
                .isInstanceOf(StoreAnswer.Beat.class);
    }

    /** The file of the table is a device that is always full: the error is that of a real disk, and only here. */
    @Test
    void fullDiskRejectsWhatNeedsRoomAndLeavesHeartbeatsAlone() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no " + full);
        Path file = server.dataFolder()
                .resolve(stores.execute("SELECT pg_relation_filepath('%s.leader_leases')")
                        .iterator()
                        .next()
                        .getString(0));
        server.execute("CHECKPOINT");
        Files.delete(file);
        Files.createSymbolicLink(file, full);
        stores.terminateBackends();
        await("a heartbeat", store.heartbeat(session).recover(cut -> store.heartbeat(session)));

        AcquireRequest request = claimOfNoRow(store, session, SEARCH);
        LeaseStoreException failure = (LeaseStoreException) failure("the acquire", store.acquire(request));
        StoreAnswer.Heartbeat heartbeat = await("a heartbeat", store.heartbeat(session));
        stores.execute("DROP TABLE %s.leader_leases CASCADE");

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[53100]").hasMessageContaining("No space left on device");
        assertThat(heartbeat).isInstanceOf(StoreAnswer.Beat.class);
    }

    /** Nothing that must not be lost is committed while the standby, which there is not, has not got it. */
    @Test
    void releaseWaitsForNobodyAndAnAcquireForTheStandby() {
        LeaseStore hasty = stores.prepared(stores.store(stores.uri(), Duration.ofSeconds(1)));
        List<TermId> terms = List.of(
                granted(hasty, session, BILLING),
                granted(hasty, session, SEARCH),
                granted(hasty, session, new ComponentName("reports")));

        server.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        server.stop();
        server.start();
        LeaseStoreException acquire;
        List<Boolean> released;
        try {
            lookAgain(hasty);
            // The first goes alone, the others behind it in one statement.
            released = terms.stream().map(hasty::release).toList().stream()
                    .map(release -> await("a release", release))
                    .toList();
            Claim fresh = new Claim(BILLING, terms.get(0), generation(hasty), -1);
            acquire = (LeaseStoreException)
                    failure("the acquire", hasty.acquire(new AcquireRequest(session, List.of(fresh))));
        } finally {
            server.execute("ALTER SYSTEM RESET synchronous_standby_names");
            server.stop();
            server.start();
        }

        assertThat(released).containsExactly(true, true, true);
        assertThat(acquire.kind()).isEqualTo(Kind.TIMED_OUT);
    }

    /** The first may meet a socket that is going. */
    private static void lookAgain(LeaseStore store) {
        LookRequest nothing = new LookRequest(List.of());
        await("a look", store.look(nothing).recover(cut -> store.look(nothing)));
    }

    @Test
    void serverWithoutMemoryForMoreLocksRejects() {
        LeaseStoreException failure = (LeaseStoreException) failure(
                "the statement",
                stores.dedicated()
                        .query(
                                "a statement",
                                "SELECT count(pg_advisory_xact_lock(i)) FROM generate_series(1, 1000000) AS i",
                                Tuple.tuple()));

        assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure).hasMessageContaining("[53200]");
    }

    @Test
    void frozenBackendTimesOutAndIsReplacedAndWhatItDoesLaterHarmsNobody() {
        LeaseStore hasty = stores.prepared(stores.store(stores.uri(), Duration.ofSeconds(1)));
        granted(hasty, session, BILLING);
        await("a heartbeat", hasty.heartbeat(session));
        List<Long> backends = new ArrayList<>();
        stores.execute("SELECT pid FROM pg_stat_activity WHERE application_name = '" + stores.application + "'")
                .forEach(row -> backends.add(row.getLong(0)));

        backends.forEach(Signals::freeze);
        LeaseStoreException failure;
        StoreAnswer.Heartbeat replaced;
        try {
            failure = (LeaseStoreException) failure("the heartbeat", hasty.heartbeat(session));
            replaced = await("the next heartbeat", hasty.heartbeat(session));
        } finally {
            backends.forEach(Signals::thaw);
        }
        // It ends when it has done what it was asked, or is told that nobody waits any more.
        backends.forEach(pid -> stores.execute("SELECT pg_terminate_backend(" + pid + ", 10000)"));

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(replaced).isInstanceOf(StoreAnswer.Beat.class);
        assertThat(await("a heartbeat", hasty.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    /** Asks until it fails, which the server will see to. */
    private static LeaseStoreException nextFailure(Supplier<Future<?>> ask) {
        return (LeaseStoreException) failure("what must fail soon", untilItFails(ask));
    }

    private static Future<?> untilItFails(Supplier<Future<?>> ask) {
        return ask.get().compose(again -> untilItFails(ask));
    }

    /** Asks until there is an answer, and keeps what it was told before. */
    private static <T> Future<T> nextAnswer(Supplier<Future<T>> ask, List<LeaseStoreException> meanwhile) {
        return ask.get().recover(failure -> {
            meanwhile.add((LeaseStoreException) failure);
            return nextAnswer(ask, meanwhile);
        });
    }

    /** The first that tells this code: one before it may meet a socket that is going. */
    private static LeaseStoreException lastFailure(Supplier<Future<?>> ask, String code) {
        LeaseStoreException first = (LeaseStoreException) failure("the operation", ask.get());
        return first.getMessage().contains("[" + code + "]")
                ? first
                : (LeaseStoreException) failure("the operation", ask.get());
    }
}
