// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.testing.Notices;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to registry, database and term while Discovery works. */
class DiscoveryFaultsTest {
    private final List<TcpProxy> proxies = new ArrayList<>();
    private DiscoveryGround ground;

    @BeforeEach
    void start() throws Exception {
        ground = new DiscoveryGround(ResourceGround.postgres());
    }

    @AfterEach
    void close() throws Exception {
        ground.close();
        proxies.forEach(TcpProxy::close);
    }

    @Test
    void whatHappensBetweenTheListAndItsWriteIsNotMissed() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.client.register("a", "10.0.0.2", 1);
        TcpProxy line = proxied(TestDatabases.postgres().proxy());
        ResourceWriter writer = ground.database.writerThrough(line);
        Promise<Void> asked = Promise.promise();
        line.tapClients((connection, chunk, length) -> asked.tryComplete());
        line.pause();

        ground.lead(ground.registry.address(), writer);
        await("the write of the first list", asked.future());
        ground.client.unregister("a", "10.0.0.1", 1);
        long changed = ground.client.set(
                RegistryClient.instancePath("a", "10.0.0.2", 1), Fixture.instance("a", "10.0.0.2", 1));
        long came = ground.client.register("a", "10.0.0.3", 1);
        line.resume();
        ground.news.awaitWritten(came);

        assertThat(ground.instances()).containsExactly("a/10.0.0.2:1 " + changed, "a/10.0.0.3:1 " + came);
    }

    @Test
    void moreChangesThanAreWrittenAtOnceAreAllWritten() throws Exception {
        TcpProxy line = proxied(TestDatabases.postgres().proxy());
        ground.lead(ground.registry.address(), ground.database.writerThrough(line));
        ground.news.await("listed");
        Promise<Void> asked = Promise.promise();
        line.tapClients((connection, chunk, length) -> asked.tryComplete());
        line.pauseToServer();

        ground.client.register("first", "10.0.0.1", 1);
        await("the write of the first", asked.future());
        ground.client.registerMany("a", 1_100);
        long last = ground.client.register("last", "10.0.0.1", 1);
        line.resume();
        ground.news.awaitWritten(last);

        assertThat(ground.instances()).hasSize(1_102);
    }

    /** A client of ZooKeeper takes no more than 1 MB at once, if nobody tells it to. */
    @Test
    void namesOfMoreThanAMegabyteAreListed() throws Exception {
        String name = "x".repeat(1_000);
        ground.client.createMany(1_200, i -> "/dubbo/mapping/" + name + i, i -> "a");

        ground.leadAndList();

        assertThat(ground.resources("mapping")).hasSize(1_200);
    }

    @Test
    void sessionThatExpiresIsFollowedByAnotherAndAFullListInTheSameTerm() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        Elector elector = ground.leadAndList();
        Term term = DiscoveryGround.term(elector);
        long expired = ground.sessions().get(0);

        ground.registry.expire(expired);
        ground.news.await("lost");
        ground.client.unregister("a", "10.0.0.1", 1);
        ground.client.register("a", "10.0.0.2", 1);
        ground.news.await("listed");
        long followed = ground.client.register("a", "10.0.0.3", 1);
        ground.news.awaitWritten(followed);

        assertThat(ground.instances()).hasSize(2).last().isEqualTo("a/10.0.0.3:1 " + followed);
        assertThat(ground.sessions()).hasSize(1).doesNotContain(expired);
        assertThat(term.isValid()).isTrue();
        assertThat(DiscoveryGround.term(elector).number()).isEqualTo(term.number());
    }

    @Test
    void whatHappensWhileTheSessionIsCutOffIsFoundByAListWhenItIsBack() throws Exception {
        TcpProxy line = proxied(new TcpProxy("127.0.0.1", ground.registry.port()));
        ground.client.register("a", "10.0.0.1", 1);
        ground.lead("127.0.0.1:" + line.port(), ground.database.writer);
        ground.news.await("listed");
        List<Long> sessions = ground.sessions();

        line.refuse();
        line.cut();
        ground.client.unregister("a", "10.0.0.1", 1);
        long came = ground.client.register("a", "10.0.0.2", 1);
        line.resume();
        ground.news.await("listed");

        assertThat(ground.instances()).containsExactly("a/10.0.0.2:1 " + came);
        assertThat(ground.sessions()).isEqualTo(sessions);
        assertThat(ground.news.types()).doesNotContain("lost");
    }

    @Test
    void registryThatIsDownAtTheStartCostsNoTerm() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.registry.stop();
        Elector elector = ground.database.elect("discovery", "replica-1", ground.quickWork());
        ground.notices.await(NoticeType.ELECTED);
        Term term = DiscoveryGround.term(elector);
        ground.news.await("lost");
        ground.news.await("lost");

        ground.registry.start();
        ground.news.await("listed");

        assertThat(ground.instances()).hasSize(1);
        assertThat(term.isValid()).isTrue();
    }

    @Test
    void registryThatIsAwayForLongerThanTheSessionLosesNoRows() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        Elector elector = ground.database.elect("discovery", "replica-1", ground.quickWork());
        ground.notices.await(NoticeType.ELECTED);
        Term term = DiscoveryGround.term(elector);
        ground.news.await("listed");
        long session = ground.sessions().get(0);

        ground.registry.stop();
        assertThat(ground.instances()).hasSize(1);
        ground.registry.start();
        ground.registry.expire(session);
        ground.news.await("listed");
        long came = ground.client.register("a", "10.0.0.2", 1);
        ground.news.awaitWritten(came);

        assertThat(ground.instances()).hasSize(2);
        assertThat(term.isValid()).isTrue();
    }

    @Test
    void databaseThatFailsForAWhileIsWrittenToWhenItIsBack() throws Exception {
        TcpProxy line = proxied(TestDatabases.postgres().proxy());
        ground.client.register("a", "10.0.0.1", 1);
        Elector elector = ground.lead(ground.registry.address(), ground.database.writerThrough(line));
        Term term = DiscoveryGround.term(elector);
        ground.news.await("listed");

        line.refuse();
        line.cut();
        ground.client.unregister("a", "10.0.0.1", 1);
        long came = ground.client.register("a", "10.0.0.2", 1);
        ground.news.await("failed");
        ground.news.await("failed");
        line.resume();
        ground.news.awaitWritten(came);

        assertThat(ground.instances()).containsExactly("a/10.0.0.2:1 " + came);
        assertThat(term.isValid()).isTrue();
    }

    @Test
    void databaseThatFailsDuringTheListGetsTheWholeListLater() throws Exception {
        TcpProxy line = proxied(TestDatabases.postgres().proxy());
        ground.client.register("a", "10.0.0.1", 1);
        line.refuse();
        ground.lead(ground.registry.address(), ground.database.writerThrough(line));
        ground.news.await("failed");

        line.resume();
        ground.news.await("listed");

        assertThat(ground.instances()).hasSize(1);
    }

    @Test
    void databaseThatFailsIsAskedLessAndLessOften() throws Exception {
        TcpProxy line = proxied(TestDatabases.postgres().proxy());
        line.refuse();
        ground.lead(ground.registry.address(), ground.database.writerThrough(line));

        ground.news.await("failed");
        long start = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            ground.news.await("failed");
        }

        // 100, 200 and 400 ms, if the first news came at once.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    void refusalByTheFenceEndsTheWorkOfTheTerm() throws Exception {
        Elector elector = ground.leadAndList();
        Term term = DiscoveryGround.term(elector);
        ground.database.rows("UPDATE leader_leases SET term = term + 1000000, holder = 'other~1'");

        ground.client.register("a", "10.0.0.1", 1);
        ground.news.await("over");

        assertThat(ground.instances()).isEmpty();
        assertThat(term.isValid()).isFalse();
        assertThat(ground.sessions()).isEmpty();
    }

    /** The database that refuses is another one, so the elector hears of it from Discovery alone. */
    @Test
    void refusalByTheFenceCostsTheTerm() throws Exception {
        try (ResourceGround other = ResourceGround.postgres()) {
            Notices notices = Notices.about("engine", other.vertx);
            other.elect("engine", "replica-1", TermWork.none());
            notices.await(NoticeType.ELECTED);

            ground.lead(ground.registry.address(), other.writer);
            ground.news.await("over");

            assertThat(ground.notices.await(NoticeType.REVOKED).reason()).isEqualTo("work-failed");
        }
    }

    private TcpProxy proxied(TcpProxy proxy) {
        proxies.add(proxy);
        return proxy;
    }
}
