// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes wrong with one of a thousand leases costs that one, on every database. */
abstract class ManyComponentsContract {
    private static final int MANY = 1_000;
    private static final int ODD = 345;
    // A refused thousand goes on in half of the store timeout, also on a machine that is busy.
    private static final Duration PATIENT = Duration.ofSeconds(10);

    private TcpProxy proxy;
    private WireCounter wire;
    private LeaseStore store;
    private SessionId session;

    /** A proxy in front of the server. */
    abstract TcpProxy proxy();

    abstract WireCounter counter();

    /** A prepared store on the data of this test, through the proxy. */
    abstract LeaseStore store(TcpProxy proxy, Duration timeout);

    /** Runs SQL; {@code {leases}} stands for the table. */
    abstract void execute(String sql);

    /** The same in a transaction that stays open until the test ends. */
    abstract void begin(String sql);

    abstract void closeStores();

    @BeforeEach
    void open() {
        proxy = proxy();
        wire = counter();
        proxy.tapClients(wire);
        store = store(proxy, PATIENT);
        session = opened(store);
    }

    @AfterEach
    void close() {
        closeStores();
        proxy.close();
    }

    @Test
    void rowThatTheDatabaseRefusesToInsertCostsOnlyItself() {
        execute("ALTER TABLE {leases} ADD CONSTRAINT odd CHECK (component <> '" + name(ODD) + "')");

        assertOnlyTheOddOne(acquired(claimsOfNoRow()), StoreAnswer.Unknown.class);
    }

    @Test
    void rowThatTheDatabaseRefusesToUpdateCostsOnlyItself() {
        List<TermId> terms = granted();
        execute("ALTER TABLE {leases} ADD CONSTRAINT odd CHECK (component <> '" + name(ODD) + "' OR term <= "
                + terms.get(ODD).number() + ")");

        List<StoreAnswer.Acquired> answers = acquired(claims(terms));

        assertOnlyTheOddOne(answers, StoreAnswer.Unknown.class);
        assertThat(((StoreAnswer.Unknown) answers.get(ODD)).why()).contains("acquiring " + name(ODD), "odd");
    }

    @Test
    void rowThatAStrangerHasLockedCostsOnlyItself() {
        List<TermId> terms = granted();
        begin("SELECT component FROM {leases} WHERE component = '" + name(ODD) + "' FOR UPDATE");

        assertOnlyTheOddOne(acquired(claims(terms)), StoreAnswer.Busy.class);
    }

    @Test
    void rowThatAStrangerIsInsertingCostsOnlyItself() {
        begin(insert(name(ODD)));

        List<StoreAnswer.Acquired> answers = acquired(claimsOfNoRow());

        assertThat(answers.get(ODD)).isNotInstanceOf(StoreAnswer.Granted.class);
        answers.remove(ODD);
        assertThat(answers)
                .hasSize(MANY - 1)
                .allMatch(answer -> answer instanceof StoreAnswer.Granted
                        || (waitsForStrangers() && answer instanceof StoreAnswer.Unknown));
        assertThat(answers).filteredOn(StoreAnswer.Granted.class::isInstance).hasSizeGreaterThan(ODD / 2);
    }

    /** Whether the server waits for locks so long that a request has no time to ask for all others again. */
    boolean waitsForStrangers() {
        return false;
    }

    @Test
    void lostAnswerLeavesEveryClaimUnknownAndTheNextLookShowsWhatBecameOfThem() {
        store = store(proxy, Duration.ofSeconds(2));
        Generation generation = generation(store);
        // So that the statement is prepared, and goes out without an answer.
        acquired(List.of(
                new Claim(TestStores.BILLING, null, generation, -1),
                new Claim(TestStores.SEARCH, null, generation, -1)));
        proxy.pauseToClient();
        LeaseStoreException lost = (LeaseStoreException)
                failure("the acquire", store.acquire(new AcquireRequest(session, claimsOfNoRow(generation))));
        proxy.resume();

        StoreAnswer.Looked looked = await("the look", store.look(new LookRequest(List.of(), Set.of(session))));

        assertThat(lost.kind()).isEqualTo(LeaseStoreException.Kind.TIMED_OUT);
        assertThat(looked.held().get(session).leases()).isEqualTo(MANY + 2);
    }

    @Test
    void aThousandReleasesTakeFewStatements() {
        List<TermId> terms = granted();
        long before = wire.statements();

        List<Future<Boolean>> answers = terms.stream().map(store::release).toList();
        answers.forEach(answer -> assertThat(await("a release", answer)).isTrue());

        // Three with their hints if all were asked for before the first was answered; a busy machine has more.
        assertThat(wire.statements() - before).isLessThanOrEqualTo(20);
        assertThat(await("the look", store.look(new LookRequest(List.of(), Set.of(session))))
                        .held())
                .containsEntry(session, StoreAnswer.Held.NOTHING);
    }

    @Test
    void releaseOfALockedRowCostsOnlyItself() {
        List<TermId> terms = granted();
        begin("SELECT component FROM {leases} WHERE component = '" + name(ODD) + "' FOR UPDATE");

        List<Future<Boolean>> answers = terms.stream().map(store::release).toList();

        for (int i = 0; i < MANY; i++) {
            if (i == ODD) {
                assertThat(((LeaseStoreException) failure("the release", answers.get(i))).kind())
                        .isEqualTo(LeaseStoreException.Kind.TIMED_OUT);
            } else {
                assertThat(await("a release", answers.get(i))).isTrue();
            }
        }
    }

    @Test
    void releaseThatTheDatabaseRefusesCostsOnlyItself() {
        List<TermId> terms = granted();
        execute("ALTER TABLE {leases} ADD CONSTRAINT odd CHECK (component <> '" + name(ODD) + "' OR " + notReleased()
                + ")");

        List<Future<Boolean>> answers =
                terms.subList(ODD - 5, ODD + 5).stream().map(store::release).toList();

        for (int i = 0; i < answers.size(); i++) {
            if (i == 5) {
                assertThat(((LeaseStoreException) failure("the release", answers.get(i))).kind())
                        .isEqualTo(LeaseStoreException.Kind.REJECTED);
            } else {
                assertThat(await("a release", answers.get(i))).isTrue();
            }
        }
    }

    abstract String notReleased();

    abstract String insert(String component);

    private void assertOnlyTheOddOne(List<StoreAnswer.Acquired> answers, Class<? extends StoreAnswer.Acquired> odd) {
        assertThat(answers).hasSize(MANY);
        for (int i = 0; i < MANY; i++) {
            assertThat(answers.get(i)).as(name(i)).isInstanceOf(i == ODD ? odd : StoreAnswer.Granted.class);
        }
    }

    private List<StoreAnswer.Acquired> acquired(List<Claim> claims) {
        return new ArrayList<>(await("the acquire", store.acquire(new AcquireRequest(session, claims))));
    }

    private List<TermId> granted() {
        return acquired(claimsOfNoRow()).stream()
                .map(answer -> ((StoreAnswer.Granted) answer).term())
                .toList();
    }

    private List<Claim> claims(List<TermId> seen) {
        Generation generation = generation(store);
        return seen.stream()
                .map(term -> new Claim(term.component(), term, generation, -1))
                .toList();
    }

    private List<Claim> claimsOfNoRow() {
        return claimsOfNoRow(generation(store));
    }

    private static List<Claim> claimsOfNoRow(Generation generation) {
        return IntStream.range(0, MANY)
                .mapToObj(i -> new Claim(new ComponentName(name(i)), null, generation, -1))
                .toList();
    }

    private static String name(int number) {
        return "many/" + number;
    }
}
