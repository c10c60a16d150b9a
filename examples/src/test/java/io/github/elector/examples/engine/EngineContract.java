// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Inventory;
import io.github.elector.testing.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Engine as the work of terms on a real database; the same on every one. */
abstract class EngineContract {
    private static final Duration STOP = Duration.ofSeconds(2);
    /** What may be under way at the moment of a count; what each term leaves behind is there twelve times. */
    private static final int SLACK = 6;

    private static final int MANY = 5_000;

    private static final String INSERT = "INSERT INTO runtime_instances"
            + " (kind, mesh, name, data, source_revision, writer_term, writer_holder, written_at)"
            + " VALUES ('runtime-instance', 'm', 'b', '{}', 1, 1, 'other~1', CURRENT_TIMESTAMP)";
    private static final String ROWS = "SELECT %s FROM runtime_instances ORDER BY name";

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    private final ScriptedSource source = new ScriptedSource();
    private ResourceGround ground;
    private EngineNewsEar news;
    private Notices notices;
    private Elector elector;
    private int listed = 1;

    abstract ResourceGround ground(Vertx vertx);

    @BeforeEach
    void open() {
        ground = ground(loops.vertx());
        news = new EngineNewsEar(loops.vertx());
        notices = Notices.about("engine", loops.vertx());
    }

    @Test
    void rowsAreWhatTheSourceHas() {
        source.put("m", "a");
        lead();
        assertThat(rows()).containsExactly("m a");

        source.put("m", "b");
        source.put("n", "c");
        source.remove("m", "a");
        news.awaitRevision(104);

        assertThat(rows()).containsExactly("m b", "n c");
        assertThat(ground.rows(ROWS.formatted("app, ip, port, phase, writer_term")))
                .containsOnly("shop 10.0.0.1 20880 running " + term().number());
        assertThat(journal()).containsExactly("a upsert", "* reconcile", "b upsert", "c upsert", "a delete");
        JsonObject status =
                (JsonObject) await("the status", loops.vertx().eventBus().request(EngineVerticle.STATUS, ""))
                        .body();
        assertThat(status)
                .isEqualTo(new JsonObject()
                        .put("component", "engine")
                        .put("term", Long.toString(term().number()))
                        .put("source", "a script")
                        .put("lists", 1)
                        .put("revision", 104)
                        .put("skipped", new JsonObject()));
    }

    @Test
    void thousandsAreListedAndNoEventLoopIsBlocked() {
        for (int i = 0; i < MANY; i++) {
            source.put("m", "a" + i);
        }

        lead();

        assertThat(ground.number("SELECT count(*) FROM runtime_instances")).isEqualTo(MANY);
    }

    @Test
    void termThatIsRegainedListsAndWatchesAgain() {
        source.put("m", "a");
        source.put("gone", "b");
        lead();
        long before = term().number();
        await("the resignation", elector.observe());
        source.removeUnseen("m", "a");
        source.removeUnseen("gone", "b");
        source.put("m", "c");
        await("another campaign", elector.campaign());
        news.await("listed", 2);

        assertThat(rows()).as("also of a mesh that has nothing any more").containsExactly("m c");
        source.await("watch", 2);
        source.put("m", "d");
        news.awaitRevision(106);
        assertThat(rows()).containsExactly("m c", "m d");
        assertThat(term().number()).isGreaterThan(before);
        assertThat(source.acts())
                .containsExactly("open", "list", "watch 102", "unwatch", "close", "open", "list", "watch 105");
    }

    @Test
    void termsLeaveNothingBehind() {
        source.put("m", "a");
        lead();
        regain(3);
        Inventory before = Inventory.of(loops.vertx());
        regain(12);
        Inventory after = Inventory.of(loops.vertx());
        await("the resignation", elector.resign(Duration.ofHours(1)));

        assertThat(after.growthSince(before, SLACK)).isEmpty();
        assertThat(Inventory.threadsOf("elector-")).isZero();
        assertThat(failure("a status", loops.vertx().eventBus().request(EngineVerticle.STATUS, "")))
                .hasMessageContaining("No handlers");
        long lists = journal().stream().filter("* reconcile"::equals).count();
        source.put("m", "b");
        source.put("m", "c");
        assertThat(lists).as("one in each term").isEqualTo(16);
        assertThat(journal()).as("nothing came after the last term").hasSize(1 + 16);
    }

    @Test
    void endOfATermWaitsForTheTransactionAndThenClosesInOrder() {
        Duration patient = Duration.ofSeconds(5);
        lead(ground.options("engine", "replica-1").setStop(patient), patient);
        source.await("watch", 1);
        SqlConnection rival = await("a connection", ground.pool.getConnection());
        await("a transaction", rival.begin());
        await("a lock on the row that comes", rival.query(INSERT).execute());
        source.put("m", "b");

        Future<Void> resigned = elector.resign(Duration.ofHours(1));
        source.await("unwatch", 1);
        source.put("m", "too late");
        assertThat(resigned.isComplete()).isFalse();
        assertThat(source.acts()).doesNotContain("close");
        await("an answer of a verticle that stops", loops.vertx().eventBus().request(EngineVerticle.STATUS, ""));
        await("the end of the lock", rival.query("ROLLBACK").execute());
        await("the resignation", resigned);

        assertThat(source.acts()).containsExactly("open", "list", "watch 100", "unwatch", "close");
        assertThat(rows()).as("what was under way was finished").containsExactly("m b");
        assertThat(journal()).doesNotContain("too late upsert");
        await("the end of the connection", rival.close());
    }

    @Test
    void writeOfALeaderThatIsNoneAnyMoreIsRefused() {
        lead();
        source.await("watch", 1);
        long term = term().number();
        await(
                "another leader",
                ground.pool
                        .query(
                                "UPDATE leader_leases SET term = term + 1, holder = 'other~1' WHERE component = 'engine'")
                        .execute());
        source.put("m", "b");
        news.await("over", 1);

        assertThat(rows()).isEmpty();
        assertThat(journal()).isEmpty();
        assertThat(notices.await(NoticeType.REVOKED).term()).isEqualTo(term);
        assertThat(source.acts()).containsExactly("open", "list", "watch 100", "unwatch", "close");
    }

    @Test
    void tenThousandInstancesAreListedWithoutBlockingTheLoop() {
        for (int i = 0; i < 10_000; i++) {
            source.put("m", "instance-" + i);
        }
        long begun = System.nanoTime();
        lead();

        System.out.printf(
                "Engine: first list of 10 000 instances written %,d ms after the start of the elector%n",
                (System.nanoTime() - begun) / 1_000_000);
        assertThat(ground.number("SELECT count(*) FROM runtime_instances")).isEqualTo(10_000);
    }

    private void lead() {
        lead(ground.options("engine", "replica-1"), STOP);
    }

    private void lead(ElectorOptions options, Duration stop) {
        elector = await(
                "the start of an elector",
                Elector.start(loops.vertx(), options, EngineWork.of(source, ground.writer, stop)));
        notices.await(NoticeType.ELECTED);
        news.await("listed", 1);
    }

    /** Gives it up and gets it back, so often. */
    private void regain(int times) {
        for (int i = 0; i < times; i++) {
            await("the resignation", elector.resign(Duration.ZERO));
            notices.await(NoticeType.ELECTED);
            news.await("listed", ++listed);
        }
    }

    private Term term() {
        return elector.term().orElseThrow();
    }

    private List<String> rows() {
        return ground.rows(ROWS.formatted("mesh, name"));
    }

    private List<String> journal() {
        return ground.rows("SELECT resource_key, operation FROM resource_journal ORDER BY id");
    }
}
