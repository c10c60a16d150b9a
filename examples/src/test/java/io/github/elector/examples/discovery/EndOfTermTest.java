// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** After a term nothing of it is left, and the next one begins anew. */
class EndOfTermTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private DiscoveryGround ground;

    @BeforeEach
    void start() throws Exception {
        ground = new DiscoveryGround(ResourceGround.postgres());
    }

    @AfterEach
    void close() throws Exception {
        ground.close();
    }

    @Test
    void nothingIsLeftAtTheRegistryNorOnTheEventBus() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        Elector elector = ground.leadAndList();
        assertThat(ground.sessions()).hasSize(1);
        assertThat(ground.registry.watches()).isEqualTo(2);
        assertThat(ground.registry.clients()).isEqualTo(2);

        ground.resign(elector, LONG);

        assertThat(ground.sessions()).isEmpty();
        assertThat(ground.registry.watches()).isZero();
        assertThat(ground.registry.clients()).isEqualTo(1);
        assertThat(clientThreads()).isEmpty();
        assertThat(failure(
                        "a question",
                        ground.database
                                .vertx
                                .eventBus()
                                .request(DiscoveryVerticle.statusAddress(DiscoveryGround.MESH), null)))
                .isInstanceOf(ReplyException.class)
                .hasMessageContaining("No handlers");
    }

    @Test
    void statusIsAnsweredDuringTheTerm() throws Exception {
        ground.leadAndList();

        assertThat(await(
                                "the status",
                                ground.database
                                        .vertx
                                        .eventBus()
                                        .<JsonObject>request(
                                                DiscoveryVerticle.statusAddress(DiscoveryGround.MESH), null))
                        .body()
                        .getBoolean("connected"))
                .isTrue();
    }

    @Test
    void noLineOfTheJournalFollowsTheFirstOfALaterTerm() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        Elector first = ground.leadAndList();
        long firstTerm = DiscoveryGround.term(first).number();
        ground.client.registerMany("b", 200);
        ground.resign(first, LONG);
        ground.client.register("a", "10.0.0.2", 1);

        News news = new News(ground.database.elsewhere, DiscoveryGround.MESH);
        ground.database.electElsewhere(
                "discovery", "replica-2", DiscoveryGround.work(ground.registry.address(), ground.database.writer));
        news.await("listed");

        List<String> terms = ground.database.rows("SELECT DISTINCT term FROM resource_journal ORDER BY term");
        assertThat(terms).hasSize(2).first().isEqualTo(Long.toString(firstTerm));
        assertThat(ground.database.number("""
                        SELECT count(*) FROM (
                            SELECT term, max(term) OVER (ORDER BY id) AS highest FROM resource_journal) AS journal
                        WHERE term < highest""")).isZero();
        assertThat(ground.database.number("SELECT count(*) FROM rpc_instances")).isEqualTo(202);
    }

    @Test
    void replicaThatComesBackToItsComponentListsAndWatchesAgain() throws Exception {
        Elector elector = ground.leadAndList();
        long before = DiscoveryGround.term(elector).number();

        ground.resign(elector, Duration.ofMillis(1));
        ground.client.register("a", "10.0.0.1", 1);
        ground.notices.await(NoticeType.ELECTED);
        ground.news.await("listed");
        long came = ground.client.register("a", "10.0.0.2", 1);
        ground.news.awaitWritten(came);

        assertThat(DiscoveryGround.term(elector).number()).isGreaterThan(before);
        assertThat(ground.instances()).hasSize(2);
        assertThat(ground.sessions()).hasSize(1);
    }

    @Test
    void leaseIsReleasedOnlyWhenTheTransactionUnderWayHasEnded() throws Exception {
        try (TcpProxy line = TestDatabases.postgres().proxy()) {
            ground.client.register("a", "10.0.0.1", 1);
            ResourceWriter writer = ground.database.writerThrough(line);
            Elector elector = ground.lead(ground.registry.address(), writer);
            ground.news.await("listed");
            Promise<Void> asked = Promise.promise();
            line.tapClients((connection, chunk, length) -> asked.tryComplete());
            line.pauseToClient();
            long came = ground.client.register("a", "10.0.0.2", 1);
            await("the write of a change", asked.future());

            // Stopping waits for the transaction for a second; without that it would be over long before.
            Promise<List<String>> toldMeanwhile = Promise.promise();
            ground.database.vertx.setTimer(400, due -> toldMeanwhile.complete(ground.news.types()));
            var resigned = elector.resign(LONG);
            ground.notices.await(NoticeType.REVOKED);
            assertThat(await("what is told meanwhile", toldMeanwhile.future())).doesNotContain("over");
            assertThat(resigned.isComplete()).isFalse();
            assertThat(ground.database.rows("SELECT released FROM leader_leases"))
                    .containsExactly("false");
            line.resume();
            await("the resignation", resigned);

            assertThat(ground.notices.all(NoticeType.OVERRUN)).isEmpty();
            assertThat(ground.news.types()).endsWith("applied", "over");
            assertThat(ground.sessions()).isEmpty();
            assertThat(ground.instances()).hasSize(2).last().isEqualTo("a/10.0.0.2:1 " + came);
        }
    }

    /** What is told is told where the state is, also by who did not wait any longer: one thread has it all. */
    @Test
    void writeThatHangsIsLeftOnTheContextOfTheTerm() throws Exception {
        try (TcpProxy line = TestDatabases.postgres().proxy()) {
            Map<String, Thread> tellers = new ConcurrentHashMap<>();
            ground.database.vertx.eventBus().addOutboundInterceptor(sending -> {
                if (sending.message().address().equals(DiscoveryVerticle.newsAddress(DiscoveryGround.MESH))) {
                    JsonObject news = (JsonObject) sending.body();
                    tellers.put(news.getString("type"), Thread.currentThread());
                }
                sending.next();
            });
            Elector elector =
                    ground.lead(ground.registry.address(), ground.database.writerThrough(line, Duration.ofSeconds(3)));
            ground.news.await("listed");
            ground.news.awaitWritten(ground.client.register("a", "10.0.0.1", 1));
            Promise<Void> asked = Promise.promise();
            line.tapClients((connection, chunk, length) -> asked.tryComplete());
            line.pauseToClient();
            ground.client.register("a", "10.0.0.2", 1);
            await("the write of a change", asked.future());

            ground.resign(elector, LONG);

            assertThat(tellers).containsOnlyKeys("connected", "listed", "applied", "left", "over");
            assertThat(Set.copyOf(tellers.values())).as("%s", tellers).hasSize(1);
        }
    }

    @Test
    void registryThatDoesNotAnswerMakesNoOverrun() throws Exception {
        try (TcpProxy line = new TcpProxy("127.0.0.1", ground.registry.port())) {
            Elector elector = ground.lead("127.0.0.1:" + line.port(), ground.database.writer);
            ground.news.await("listed");
            line.pause();

            ground.resign(elector, LONG);

            assertThat(ground.notices.all(NoticeType.OVERRUN)).isEmpty();
            assertThat(clientThreads()).isEmpty();
        }
    }

    /** A client that is not closed would try for ever. */
    @Test
    void sessionsThatNeverCameToBeAreClosedToo() throws Exception {
        ground.registry.stop();
        Elector elector = ground.database.elect("discovery", "replica-1", ground.quickWork());
        ground.news.await("lost");
        List<Thread> threads = threads();

        ground.resign(elector, LONG);

        assertThat(threads).isNotEmpty();
        for (Thread thread : threads) {
            // It may sleep for a second between two attempts.
            thread.join(10_000);
            assertThat(thread.isAlive()).as(thread.getName()).isFalse();
        }
    }

    private static List<String> clientThreads() {
        return threads().stream().map(Thread::getName).toList();
    }

    /** Of sessions that were opened by a term; those of the test are named after its own thread. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("-SendThread")
                        || thread.getName().contains("-EventThread"))
                .filter(thread -> thread.getName().startsWith("elector-"))
                .toList();
    }
}
