// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static io.github.elector.mutiny.MutinyStage.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.TermWork;
import io.github.elector.testing.Await;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything is told on the context it was subscribed on. */
class PlaceTest {
    @RegisterExtension
    final MutinyStage stage = new MutinyStage();

    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @ParameterizedTest
    @EnumSource(
            value = ThreadingModel.class,
            names = {"EVENT_LOOP", "WORKER"})
    void whateverItSubscribesToAVerticleIsToldOnItsContext(ThreadingModel model) {
        Promise<Void> done = Promise.promise();
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                MutinyElector.start(vertx, stage.options(), TermWork.none())
                        .invoke(started -> check("start"))
                        .flatMap(elector -> elector.states()
                                .invoke(state -> check("states"))
                                .filter(ElectorState::leads)
                                .toUni()
                                .flatMap(leads -> acts(elector)))
                        .subscribe()
                        .with(done::complete, done::fail);
                return Future.succeededFuture();
            }

            private Uni<Void> acts(MutinyElector elector) {
                MutinyTerm term = term(elector);
                Uni<Void> heard = elector.notices()
                        .invoke(notice -> check("notices"))
                        .toUni()
                        .replaceWithVoid();
                Uni<Void> ended = term.ended().invoke(reason -> check("ended")).replaceWithVoid();
                Uni<Void> acted = term.whileValid(() -> elsewhere("done"))
                        .invoke(item -> check("whileValid"))
                        .flatMap(item -> term.asWork(() -> elsewhere("done too")))
                        .invoke(item -> check("asWork"))
                        .flatMap(item -> term.whileValid(() -> Uni.createFrom().failure(new IllegalStateException())))
                        .onFailure()
                        .invoke(failure -> check("a failure"))
                        .onFailure()
                        .recoverWithNull()
                        .flatMap(item -> elector.resign(Duration.ZERO))
                        .invoke(item -> check("resign"));
                return Uni.join()
                        .all(heard, ended, acted)
                        .andFailFast()
                        .flatMap(all -> elector.close())
                        .invoke(item -> check("close"));
            }

            private void check(String what) {
                if (Vertx.currentContext() != context) {
                    elsewhere.add(what + " on " + Vertx.currentContext());
                }
            }
        };

        Await.await("the deployment", vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(model)));
        Await.await("all that it subscribed to", done.future());

        assertThat(elsewhere).isEmpty();
    }

    /** From another Vertx, which has nothing to do with it. */
    private Uni<String> elsewhere(String item) {
        Context other = stage.vertx().getOrCreateContext();
        return Uni.createFrom().emitter(emitter -> other.runOnContext(turn -> emitter.complete(item)));
    }

    @Test
    void whatIsSubscribedInsideOfExecuteBlockingIsToldInTurns() {
        MutinyElector elector = stage.startLeading(vertx);
        Context context = vertx.getOrCreateContext();
        Promise<Boolean> told = Promise.promise();

        context.executeBlocking(() -> term(elector)
                .whileValid(() -> Uni.createFrom().item(1))
                .subscribe()
                .with(item -> told.complete(Context.isOnEventLoopThread()), told::fail));

        assertThat(Await.await("the item", told.future())).isTrue();
    }

    @Test
    void whoeverAsksForMoreElsewhereIsToldOnTheContext() {
        MutinyElector elector = stage.startLeading(vertx);
        Context context = vertx.getOrCreateContext();
        Promise<Context> told = Promise.promise();
        AssertSubscriber<ElectorState> subscriber = MutinyStage.on(
                context,
                () -> elector.states()
                        .invoke(state -> told.complete(Vertx.currentContext()))
                        .subscribe()
                        .withSubscriber(AssertSubscriber.create(0)));

        subscriber.request(1);

        assertThat(Await.await("the state", told.future())).isSameAs(context);
    }

    @Test
    void whoHasNoContextIsToldAllTheSame() {
        MutinyElector elector = stage.startLeading(vertx);

        assertThat(elector.states().toUni().await().atMost(Await.PATIENCE).leads())
                .isTrue();
        elector.close().await().atMost(Await.PATIENCE);
    }
}
