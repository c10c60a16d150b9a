// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.notice.NoticeType;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A console as a whole, when what it watches is away, broken or hostile. */
class ConsoleTest {
    // A hundred reads of the instances take longer than its patience, which is long for a machine that is busy.
    private static final Pace IMPATIENT =
            new Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(4));
    // It cuts nobody as long as a line waits for its end.
    private static final Pace PATIENT =
            new Pace(Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofMinutes(1));

    @Test
    void aDatabaseThatIsAwayIsShownAndThePageIsServed() {
        PlayedCluster cluster = new PlayedCluster().alive("alpha").leads("discovery", "alpha", 7);
        try (OpenConsole console = new OpenConsole(cluster);
                RawLine line = new RawLine(console.port()).listen()) {
            await("a look", cluster.seen());

            cluster.away(new TimeoutException("secret words of a client"));

            assertThat(database(line, "away").getString("words")).isEqualTo("no answer in time");
            assertThat(console.everything()).contains("HTTP/1.1 200 ").doesNotContain("secret words");
            cluster.away(null);
            assertThat(database(line, "reachable").containsKey("words")).isFalse();
        }
    }

    @Test
    void aReaderThatThrowsOrNeverAnswersHarmsNobody() {
        ClusterReader broken = new ClusterReader() {
            @Override
            public Future<Observed> read() {
                throw new IllegalStateException("secret words");
            }

            @Override
            public Future<Void> close() {
                return Promise.<Void>promise().future();
            }
        };
        InstanceSource silent = atMost -> Promise.<Instances>promise().future();
        try (OpenConsole console = new OpenConsole(broken, silent, OpenConsole.FAST);
                RawLine line = new RawLine(console.port()).listen()) {
            assertThat(database(line, "away").getString("words")).isEqualTo("no connection (IllegalStateException)");
            assertThat(console.everything()).contains("HTTP/1.1 200 ").doesNotContain("secret words");
        }
    }

    /** Who gave up waiting goes on where the state is: it waits for 5 s. */
    @Test
    void sourceThatNeverAnswersIsAskedAgainOnTheContextOfTheConsole() {
        List<Context> asked = new CopyOnWriteArrayList<>();
        Promise<List<Context>> twice = Promise.promise();
        InstanceSource silent = atMost -> {
            asked.add(Vertx.currentContext());
            if (asked.size() == 2) {
                twice.complete(asked);
            }
            return Promise.<Instances>promise().future();
        };
        try (OpenConsole console = new OpenConsole(new PlayedCluster(), silent, OpenConsole.FAST)) {
            List<Context> contexts = await("the second question", twice.future());

            assertThat(console.port()).isPositive();
            assertThat(contexts.get(1)).isNotNull().isSameAs(contexts.get(0));
        }
    }

    @Test
    void noAnswerHasThePasswordOfADatabaseThatIsNotThere() {
        String uri = "postgresql://somebody:hush-hush-9@127.0.0.1:1/nowhere";
        Vertx vertx = Vertx.vertx();
        ClusterReader reader = SqlClusterReader.of(
                vertx,
                uri,
                () -> PgBuilder.pool()
                        .using(vertx)
                        .connectingTo(PgConnectOptions.fromUri(uri))
                        .build());
        try (OpenConsole console = new OpenConsole(reader);
                RawLine line = new RawLine(console.port()).listen()) {
            JsonObject away = database(line, "away");

            assertThat(away.getString("words")).startsWith("no connection (");
            assertThat(away.encode() + console.everything()).doesNotContain("hush-hush-9", "somebody", "nowhere");
        }
        await("the end", vertx.close());
    }

    @Test
    void hostileNamesAreJsonAndNoMoreThanText() {
        PlayedCluster cluster = new PlayedCluster();
        Hostile.NAMES.forEach(name -> cluster.alive(name).leads(name, name, 1));
        try (OpenConsole console = new OpenConsole(cluster)) {
            await("a look", cluster.seen());

            String state = RawLine.get(console.port(), "/state");
            JsonObject sections =
                    new JsonObject(state.substring(state.indexOf("\r\n\r\n") + 4)).getJsonObject("sections");

            assertThat(state).containsIgnoringCase("\r\ncontent-type: application/json");
            assertThat(sections.fieldNames())
                    .containsAll(Hostile.NAMES.stream()
                            .map(name -> "terms:" + Hostile.sent(name))
                            .toList());
        }
    }

    @Test
    void whoDoesNotReadIsCutAndCostsNoMemoryAndTheOthersGoOn() {
        try (OpenConsole console = new OpenConsole(new PlayedCluster(), new Bulk(), IMPATIENT);
                RawLine doesNot = new RawLine(console.port(), 4096).listen();
                RawLine reads = new RawLine(console.port()).listen()) {
            long sent = 0;
            for (int n = 0; n < 120; n++) {
                sent += reads.event("change").get(2).length();
            }

            assertThat(sent).isGreaterThan(16_000_000);
            assertThat(doesNot.bytesUntilItBreaks(sent)).isLessThan(1_500_000);
            assertThat(reads.event("change")).isNotEmpty();
        }
    }

    @Test
    @SuppressWarnings("try") // It is enough that one of the lines is there.
    void itsEndWaitsForNobodyWhoDoesNotRead() {
        OpenConsole console = new OpenConsole(new PlayedCluster(), new Bulk(), OpenConsole.FAST);
        try (RawLine doesNot = new RawLine(console.port(), 4096).listen();
                RawLine reads = new RawLine(console.port()).listen()) {
            for (int n = 0; n < 20; n++) {
                reads.event("change");
            }
            long begin = System.nanoTime();

            console.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
        }
    }

    /** While its Vertx goes on: Netty may leave lines open whose thread it ends. */
    @Test
    void itsEndIsTheEndOfEveryLine() {
        OpenConsole open = new OpenConsole(new PlayedCluster(), new Bulk(), PATIENT);
        try (RawLine doesNot = new RawLine(open.port(), 4096).listen();
                RawLine reads = new RawLine(open.port()).listen()) {
            for (int n = 0; n < 20; n++) {
                reads.event("change");
            }

            await("the end of the console", open.console.close());

            assertThat(reads.rest()).doesNotContain("event: snapshot");
            assertThat(doesNot.rest()).contains("event: snapshot");
        } finally {
            await("the end of its Vertx", open.vertx.close());
        }
    }

    @Test
    void closesWhatItWatches() {
        PlayedCluster cluster = new PlayedCluster();
        new OpenConsole(cluster).close();

        assertThat(cluster.isClosed()).isTrue();
    }

    @Test
    void aPortThatIsTakenIsAnErrorThatNamesIt() {
        try (OpenConsole first = new OpenConsole(new PlayedCluster())) {
            PlayedCluster cluster = new PlayedCluster();
            ConsoleAddress taken = new ConsoleAddress("127.0.0.1", first.port());

            Throwable failure = failure(
                    "a second console", Console.open(first.vertx, taken, new Watched("beta", List.of(), cluster)));

            assertThat(failure)
                    .hasMessageContaining("127.0.0.1:" + first.port())
                    .hasMessageContaining("taken");
            assertThat(cluster.isClosed()).isTrue();
        }
    }

    @Test
    void whatIsNoNoticeOnTheBusHarmsNobody() {
        try (OpenConsole console = new OpenConsole(new PlayedCluster())) {
            console.vertx.eventBus().publish("elector.event.discovery", new JsonObject().put("type", "elected"));
            console.vertx.eventBus().publish("elector.event.discovery", "not even JSON");
            console.publish(NoticeType.ELECTED, "alpha", null);
            console.publish(NoticeType.REVOKED, "alpha", null);
            console.publish(NoticeType.ELECTED, "alpha", 9L);

            try (RawLine line = new RawLine(console.port()).listen()) {
                assertThat(line.eventWith("\"term\":\"9\"")).isNotEmpty();
            }
        }
    }

    /** The next word about the database of this kind. */
    private static JsonObject database(RawLine line, String state) {
        List<String> event = line.eventWith("\"database\":{\"state\":\"" + state);
        return new JsonObject(event.get(2).substring("data: ".length()))
                .getJsonObject("sections")
                .getJsonObject("database");
    }

    /** Two hundred instances, all others at each read. */
    private static final class Bulk implements InstanceSource {
        private int turn;

        @Override
        public Future<Instances> read(int atMost) {
            turn++;
            String name = turn + "x".repeat(240);
            Instance instance = new Instance(name, name, name, name, List.of());
            return Future.succeededFuture(new Instances(Collections.nCopies(atMost, instance), turn));
        }
    }
}
