// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.CLOSE;
import static io.github.elector.testing.StoreScript.Operation.HEARTBEAT;
import static io.github.elector.testing.StoreScript.Operation.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Electors of one Vertx share a session where they may; rivals in one JVM are rivals. */
class SharedHostTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @Test
    void twoComponentsShareOneSessionAndOneHeartbeat() {
        Elector one = stage.startLeading(vertx, stage.quick(), work.work());
        Elector two = stage.startLeading(vertx, stage.quick("search"), TermWork.none());
        int beats = stage.script().calls(HEARTBEAT).count();
        long from = System.nanoTime();

        stage.script().calls(HEARTBEAT).awaitReached(beats + 5);
        long took = System.nanoTime() - from;

        assertThat(term(one).holder()).isEqualTo(term(two).holder());
        assertThat(stage.script().storesMade()).isEqualTo(1);
        assertThat(stage.script().calls(OPEN).count()).isEqualTo(1);
        assertThat(took)
                .as("five heartbeats for both are at least four intervals")
                .isGreaterThanOrEqualTo(4 * stage.quick().timing().renewNanos());
        assertThat(vertx.deploymentIDs()).as("one host, one verticle of work").hasSize(2);
    }

    /** In a jar of jars the class path alone does not have what an application is made of. */
    @Test
    void workSeesTheClassesThatWhoStartedItsElectorSees() throws IOException {
        Promise<ClassLoader> seen = Promise.promise();
        try (URLClassLoader own = new URLClassLoader(new URL[0])) {
            await(
                    "an application's verticle",
                    vertx.deployVerticle(
                            new VerticleBase() {
                                @Override
                                public Future<?> start() {
                                    return stage.starting(vertx, stage.calm(), TermWork.of(term -> new VerticleBase() {
                                        @Override
                                        public Future<?> start() {
                                            seen.complete(Thread.currentThread().getContextClassLoader());
                                            return Future.succeededFuture();
                                        }
                                    }));
                                }
                            },
                            new DeploymentOptions().setClassLoader(own)));

            assertThat(await("a look at the work's class loader", seen.future()))
                    .isSameAs(own);
        }
    }

    @Test
    void aComponentWithASessionOfItsOwnSharesNothing() {
        Elector one = stage.startLeading(vertx, stage.calm(), TermWork.none());
        Elector two = stage.startLeading(vertx, stage.calm("search").setOwnSession(true), TermWork.none());
        Elector three = stage.startLeading(vertx, stage.calm("mail").setOwnSession(true), TermWork.none());

        assertThat(term(one).holder())
                .isNotEqualTo(term(two).holder())
                .isNotEqualTo(term(three).holder());
        assertThat(term(two).holder()).isNotEqualTo(term(three).holder());
        assertThat(stage.script().storesMade()).isEqualTo(3);
        Notices others = Notices.about("search", vertx);
        await(
                "the loss of one session",
                stage.rows(vertx).closeSession(term(one).id().session()));
        await("the end of the first", one.close());
        assertThat(others.all(NoticeType.REVOKED)).isEmpty();
        assertThat(term(two).isValid()).isTrue();
    }

    @Test
    void otherTimesMakeAnotherHost() {
        Elector one = stage.startLeading(vertx, stage.calm(), TermWork.none());
        Elector two = stage.startLeading(vertx, stage.calm("search").setRetry(400), TermWork.none());

        assertThat(term(one).holder()).isNotEqualTo(term(two).holder());
    }

    @Test
    void otherMetadataMakeAnotherSessionAndTheSameDoNot() {
        JsonObject metadata = new JsonObject().put("port", 8080);
        Elector one = stage.startLeading(vertx, stage.calm().setMetadata(metadata), TermWork.none());
        Elector two = stage.startLeading(vertx, stage.calm("search").setMetadata(metadata.copy()), TermWork.none());
        Elector three = stage.startLeading(
                vertx, stage.calm("mail").setMetadata(new JsonObject().put("port", 8081)), TermWork.none());

        assertThat(term(one).holder())
                .isEqualTo(term(two).holder())
                .isNotEqualTo(term(three).holder());
    }

    @Test
    void aStopBudgetOfItsOwnIsAMatterOfThatComponentAlone() {
        Notices hasty = Notices.about(COMPONENT, vertx);
        Notices patient = Notices.about("search", vertx);
        ScriptedWork slow = new ScriptedWork();
        Promise<Void> end = work.hangInStop();
        Promise<Void> slowEnd = slow.hangInStop();
        Elector one = stage.startLeading(vertx, stage.calm(), work.work());
        Elector two = stage.startLeading(vertx, stage.calm("search").setStop(20_000), slow.work());
        work.running().awaitReached(1);
        slow.running().awaitReached(1);

        Future<Void> slowResigned = two.resign(Duration.ofMinutes(1));
        Future<Void> resigned = one.resign(Duration.ofMinutes(1));

        hasty.await(NoticeType.OVERRUN);
        assertThat(patient.all(NoticeType.OVERRUN)).isEmpty();
        assertThat(slowResigned.isComplete()).isFalse();
        slowEnd.complete();
        await("the resignation of the patient one", slowResigned);
        end.complete();
        await("the resignation of the hasty one", resigned);
        assertThat(patient.all(NoticeType.OVERRUN)).isEmpty();
    }

    @Test
    void closingOneLeavesTheOthersAndClosingTheLastTakesTheHostDown() {
        Elector one = stage.startLeading(vertx, stage.calm(), work.work());
        Elector two = stage.startLeading(vertx, stage.calm("search"), TermWork.none());
        Term staying = term(two);

        await("the end of one", one.close());
        assertThat(staying.isValid()).isTrue();
        assertThat(stage.script().calls(CLOSE).count()).isZero();
        await("the end of two", two.close());

        assertThat(stage.script().calls(CLOSE).count()).isEqualTo(1);
        assertThat(vertx.deploymentIDs()).isEmpty();
        int beats = stage.script().calls(HEARTBEAT).count();
        Elector again = stage.startLeading(vertx, stage.calm(), work.work());
        assertThat(term(again).holder()).isNotEqualTo(staying.holder());
        assertThat(stage.script().calls(HEARTBEAT).count()).isEqualTo(beats);
    }

    @Test
    void theSameComponentTwiceOnOneStoreIsRefused() {
        Elector first = stage.startLeading(vertx, stage.calm(), work.work());

        Throwable same = failure("a second start", stage.starting(vertx, stage.calm(), work.work()));
        Throwable own = failure(
                "a second start with a session of its own",
                stage.starting(vertx, stage.calm().setOwnSession(true), work.work()));

        assertThat(same)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'" + COMPONENT + "'")
                .hasMessageContaining("already")
                .hasMessageContaining("close that one first");
        assertThat(own).isInstanceOf(IllegalStateException.class);
        assertThat(term(first).isValid()).isTrue();
        await("the end of the first", first.close());
        stage.startLeading(vertx, stage.calm(), work.work());
    }

    @Test
    void theSameComponentByAnotherSpellingOfTheStoreIsRefused() {
        Elector first = stage.startLeading(vertx, stage.calm(), work.work());
        String spelling = stage.uri().replace("memory", "Memory");

        Throwable same =
                failure("a second start", Elector.start(vertx, stage.calm().setStoreUri(spelling), work.work()));

        assertThat(same)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("component '" + COMPONENT + "' has an elector on the leases of " + spelling
                        + " in this Vertx already, perhaps by another spelling of its URI: close that one first, or use"
                        + " another Vertx for a rival");
        assertThat(term(first).isValid()).isTrue();
    }

    @Test
    void theSameComponentOnAnotherStoreIsAnotherElection() {
        Notices elsewhere = Notices.about(COMPONENT, vertx);
        stage.startLeading(vertx, stage.calm(), TermWork.none());
        elsewhere.await(NoticeType.ELECTED);

        stage.startHonest(vertx, stage.calm().setStoreUri(stage.uri() + "-elsewhere"), TermWork.none());

        elsewhere.await(NoticeType.ELECTED);
    }

    @Test
    void twoStartsAtOnceAreOneAndARefusal() {
        Future<Elector> one = stage.starting(vertx, stage.calm(), work.work());
        Future<Elector> two = stage.starting(vertx, stage.calm(), work.work());

        await("the first start", one);
        assertThat(failure("the second start", two)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void severalVertxInOneJvmAreRivals() {
        Vertx other = stage.vertx();
        Notices rivals = Notices.about(COMPONENT, other);
        Elector leader = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);

        Elector standby = stage.startHonest(other, stage.calm(), work.work());
        rivals.await(NoticeType.LEADER_CHANGED);
        assertThat(standby.term()).isEmpty();
        assertThat(standby.leadership().holder()).hasValue(term(leader).holder());
        await("the closing of the leader's Vertx", vertx.close());

        rivals.await(NoticeType.ELECTED);
        work.running().awaitReached(2);
        assertThat(work.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void anElectorStartedInAVerticleOutlivesIt() {
        Promise<Elector> started = Promise.promise();
        String id =
                await("the deployment of a verticle that starts an elector", vertx.deployVerticle(new VerticleBase() {
                    @Override
                    public Future<?> start() {
                        return stage.starting(vertx, stage.calm().setRenew(400), work.work())
                                .onComplete(started);
                    }
                }));
        Elector elector = await("the start", started.future());
        work.running().awaitReached(1);
        Term term = term(elector);

        await("the undeployment of that verticle", vertx.undeploy(id));
        int beats = stage.script().calls(HEARTBEAT).count();
        stage.script().calls(HEARTBEAT).awaitReached(beats + 1);

        assertThat(term.isValid()).isTrue();
        assertThat(work.atOnce()).isEqualTo(1);
        await("the end", elector.close());
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeMadeFailsTheStartAndLeavesNothingBehind() {
        for (int i = 0; i < 2; i++) {
            Throwable refused = failure(
                    "the start",
                    Elector.start(vertx, stage.calm().setStoreUri("oracle://u:hunter2@host/db"), work.work()));

            assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'oracle'");
        }
        assertThat(vertx.deploymentIDs()).isEmpty();
    }
}
