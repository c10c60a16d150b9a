// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.AsLongAsAsked;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two processes and two thousand components, from end to end, on every database; another number of them by
 * {@code -Delector.test.components}.
 */
@AsLongAsAsked
abstract class ManyElectionsContract {
    private static final int MANY = Integer.getInteger("elector.test.components", 2_000);
    private static final long LEASE_MILLIS = 6_000;

    private final Vertx one = Vertx.vertx();
    private final Vertx other = Vertx.vertx();
    private TcpProxy proxy;
    private WireCounter wire;

    /** A proxy in front of the server. */
    abstract TcpProxy proxy();

    abstract WireCounter counter();

    /** Where the tables of this test are, through this proxy or without one, as the store option says it. */
    abstract JsonObject store(@Nullable TcpProxy proxy);

    /** A prepared store on them. */
    abstract LeaseStore store();

    abstract void closeStores();

    @BeforeEach
    void open() {
        proxy = proxy();
        wire = counter();
        proxy.tapClients(wire);
    }

    @AfterEach
    void close() {
        await("the end of a Vert.x", one.close());
        await("the end of the other", other.close());
        closeStores();
        proxy.close();
    }

    /** They meet at every row, in the same order, and neither knows of the other. */
    @Test
    void twoThatTakeOverFromADeadThirdLeadEachComponentOnce() {
        leadAsTheDead();
        Leads leads = new Leads(MANY);

        await("the start of one", one.deployVerticle(electors("one", store(proxy), leads)));
        await("the start of the other", other.deployVerticle(electors("other", store(proxy), leads)));
        await("a leader of each", leads.all.future());

        assertThat(leads.terms)
                .hasSize(MANY)
                .allSatisfy((component, terms) -> assertThat(terms).isEqualTo(1));
    }

    @Test
    void standbyOfThousandsAsksNoMoreThanOneOfASingleComponentAndWritesItsHeartbeats() {
        Leads leads = new Leads(MANY);
        await("the start of the leader", one.deployVerticle(electors("leader", store(null), leads)));
        await("a leader of each", leads.all.future());
        await("the start of the standby", other.deployVerticle(electors("standby", store(proxy), leads)));
        await("the first looks", other.timer(LEASE_MILLIS, TimeUnit.MILLISECONDS));

        long before = wire.statements();
        await("a lease", other.timer(LEASE_MILLIS, TimeUnit.MILLISECONDS));
        long statements = wire.statements() - before;

        // A lease has three heartbeats, of two statements each on MySQL, and six looks, and six more behind heartbeats.
        assertThat(statements).isBetween(5L, 18L);
        assertThat(leads.terms)
                .allSatisfy((component, terms) -> assertThat(terms).isEqualTo(1));
    }

    @Test
    void componentsOfALeaderThatGoesAreAllLedByTheStandby() {
        Leads leads = new Leads(MANY);
        String leader = await("the start of the leader", one.deployVerticle(electors("leader", store(null), leads)));
        await("a leader of each", leads.all.future());
        Leads next = new Leads(MANY);
        await("the start of the standby", other.deployVerticle(electors("standby", store(proxy), next)));
        await("the first looks", other.timer(LEASE_MILLIS / 2, TimeUnit.MILLISECONDS));

        await("the end of the leader", one.undeploy(leader));
        await("the next leader of each", next.all.future());

        assertThat(next.terms)
                .hasSize(MANY)
                .allSatisfy((component, terms) -> assertThat(terms).isEqualTo(1));
    }

    /** Counts the terms of each component; done when each has had one. */
    private static final class Leads {
        final Map<String, Integer> terms = new ConcurrentHashMap<>();
        final Promise<Void> all = Promise.promise();
        private final int wanted;

        Leads(int wanted) {
            this.wanted = wanted;
        }

        void begins(String component) {
            terms.merge(component, 1, Integer::sum);
            if (terms.size() == wanted) {
                all.tryComplete();
            }
        }
    }

    private ElectorVerticle electors(String node, JsonObject store, Leads leads) {
        ElectorVerticle electors = new ElectorVerticle(new ElectorOptions()
                .setNode(node)
                .setLease(Duration.ofMillis(LEASE_MILLIS))
                .setRenew(Duration.ofMillis(LEASE_MILLIS / 3))
                .setRetry(Duration.ofMillis(LEASE_MILLIS / 6))
                .setStop(Duration.ofMillis(LEASE_MILLIS / 6))
                .setStore(store));
        TermWork work = TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> start() {
                leads.begins(term.component());
                return Future.succeededFuture();
            }
        });
        IntStream.range(0, MANY).forEach(i -> electors.elect(name(i), work));
        return electors;
    }

    /** A session that holds all of them and will not be heard of again. */
    private void leadAsTheDead() {
        LeaseStore dead = store();
        SessionId session = TestStores.freshSession();
        await("the opening", dead.open(new SessionOpening(session, new NodeName("dead"), 1_000, 300)));
        Generation generation = TestStores.generation(dead);
        List<Claim> claims = IntStream.range(0, MANY)
                .mapToObj(i -> new Claim(new ComponentName(name(i)), null, generation, -1))
                .toList();
        assertThat(await("the acquire", dead.acquire(new AcquireRequest(session, claims))))
                .allMatch(StoreAnswer.Granted.class::isInstance);
    }

    private static String name(int number) {
        return "many/" + number;
    }
}
