// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.testing.Notices;
import io.github.elector.testing.Tally;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ClusterSchedulerTest {
    private static final String COMPONENT = "scheduler";
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final String uri = TestDatabases.postgres().freshDatabase();
    private final Vertx first = Vertx.vertx();
    private final Vertx second = Vertx.vertx();
    private final List<Run> runs = new CopyOnWriteArrayList<>();
    private final Tally made = new Tally("a run");

    /** A run somebody made. */
    private record Run(String node, Instant due) {}

    @AfterEach
    void close() {
        await("the end of both", Future.join(first.close(), second.close()));
    }

    private Elector start(Vertx vertx, String node, Duration every, Function<Instant, Future<Void>> job) {
        ElectorOptions options = new ElectorOptions()
                .setComponent(COMPONENT)
                .setNode(node)
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true))
                .setLease(Duration.ofSeconds(6))
                .setRenew(Duration.ofMillis(1_500))
                .setRetry(Duration.ofMillis(500))
                .setStop(Duration.ofSeconds(2));
        TermWork work = TermWork.of(term -> new ClusterScheduler(uri, term, every, job));
        return await("the start of " + node, Elector.start(vertx, options, work));
    }

    /** Is done at once. */
    private Function<Instant, Future<Void>> noted(String node) {
        return due -> {
            runs.add(new Run(node, due));
            made.hit();
            return Future.succeededFuture();
        };
    }

    @Test
    void everyRunIsMadeOnceAndOnTheLeaderAlone() {
        Elector leader = start(first, "one", EVERY, noted("one"));
        made.awaitReached(1);
        start(second, "two", EVERY, noted("two"));
        made.awaitReached(2);

        // Right behind a run, which the next leader then finds to be made.
        await("the resignation", leader.resign(Duration.ofMinutes(1)));
        made.awaitReached(4);

        assertThat(runs).extracting(Run::due).doesNotHaveDuplicates().isSorted();
        assertThat(runs).extracting(Run::node).startsWith("one", "one", "two", "two");
    }

    @Test
    void runUnderWayIsWaitedForBeforeTheNextLeads() {
        Promise<Void> begun = Promise.promise();
        Promise<Long> ended = Promise.promise();
        Elector leader = start(first, "one", HOUR, due -> {
            begun.complete();
            return first.timer(1, TimeUnit.SECONDS).map(done -> {
                ended.complete(System.nanoTime());
                return null;
            });
        });
        await("a run", begun.future());
        Notices notices = Notices.about(COMPONENT, second);
        start(second, "two", HOUR, noted("two"));
        notices.await(NoticeType.LEADER_CHANGED);

        leader.resign(Duration.ofMinutes(1));

        Notice elected = notices.await(NoticeType.ELECTED);
        assertThat(ended.future().succeeded()).as("the run has ended").isTrue();
        assertThat(elected.nanos() - ended.future().result()).isPositive();
    }

    @Test
    void runUnderWayIsWaitedForWhenTheProcessIsToldToStop() {
        Promise<Void> begun = Promise.promise();
        Promise<Void> ended = Promise.promise();
        start(first, "one", HOUR, due -> {
            begun.complete();
            return first.timer(1, TimeUnit.SECONDS).map(done -> {
                ended.complete();
                return null;
            });
        });
        await("a run", begun.future());

        await("the end of Vert.x", first.close());

        assertThat(ended.future().succeeded()).as("the run has ended").isTrue();
    }

    @Test
    void programMakesTheLatestRunAtOnceAndRemembersIt() {
        try (Program program = Program.start(ClusterScheduler.class, uri)) {
            program.await("run of ");
            program.terminate();
        }
        assertThat(PostgresServer.execute(
                        uri, "SELECT job FROM scheduler_runs WHERE last_run > now() - interval '3 min'"))
                .hasSize(1);
    }
}
