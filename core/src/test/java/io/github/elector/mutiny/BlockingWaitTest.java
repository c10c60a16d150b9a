// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static io.github.elector.mutiny.MutinyStage.LONG;
import static io.github.elector.mutiny.MutinyStage.PATIENCE;
import static io.github.elector.mutiny.MutinyStage.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.EndReason;
import io.github.elector.testing.Await;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who blocks a Vert.x context for an answer of the elector is refused; who may block is not. */
class BlockingWaitTest {
    @RegisterExtension
    final MutinyStage stage = new MutinyStage();

    private Vertx vertx;
    private MutinyElector elector;

    /** A way to wait, by what one sees of it. */
    private record Wait(String how, Function<MutinyElector, Object> act) {
        @Override
        public String toString() {
            return how;
        }
    }

    private static Stream<Wait> waits() {
        return Stream.of(
                new Wait("indefinitely", elector -> elector.resign(LONG).await().indefinitely()),
                new Wait("at most", elector -> elector.resign(LONG).await().atMost(PATIENCE)),
                new Wait(
                        "as optional",
                        elector -> elector.resign(LONG).await().asOptional().indefinitely()),
                new Wait(
                        "behind an operator",
                        elector -> elector.resign(LONG)
                                .map(done -> "done")
                                .onItem()
                                .ifNotNull()
                                .transformToUni(text -> Uni.createFrom().item(text))
                                .await()
                                .indefinitely()),
                new Wait(
                        "behind another Uni",
                        elector -> Uni.createFrom()
                                .item(1)
                                .flatMap(one -> elector.resign(LONG))
                                .await()
                                .indefinitely()),
                new Wait(
                        "within a combination",
                        elector -> Uni.join()
                                .all(Uni.createFrom().voidItem(), elector.resign(LONG))
                                .andFailFast()
                                .await()
                                .indefinitely()),
                new Wait(
                        "for a term's end",
                        elector -> term(elector).ended().await().indefinitely()),
                new Wait(
                        "for an act of a term",
                        elector -> term(elector)
                                .whileValid(() -> Uni.createFrom().nothing())
                                .await()
                                .indefinitely()),
                new Wait(
                        "for a state",
                        elector -> elector.states().toUni().await().indefinitely()),
                new Wait(
                        "for a notice",
                        elector -> elector.notices()
                                .subscribe()
                                .asIterable()
                                .iterator()
                                .next()),
                new Wait(
                        "for an iterator",
                        elector -> elector.states()
                                .skip()
                                .first()
                                .subscribe()
                                .asIterable()
                                .iterator()
                                .next()),
                new Wait(
                        "for a Multi behind a Uni",
                        elector -> Multi.createFrom()
                                .item(1)
                                .onItem()
                                .transformToUniAndConcatenate(one -> elector.resign(LONG))
                                .subscribe()
                                .asIterable()
                                .iterator()
                                .hasNext()));
    }

    @BeforeEach
    void lead() {
        vertx = stage.vertx();
        elector = stage.startLeading(vertx);
    }

    @ParameterizedTest
    @MethodSource("waits")
    void waitOnAnEventLoopIsRefusedAndNothingIsDone(Wait wait) {
        assertRefused(wait, vertx.getOrCreateContext());
    }

    @ParameterizedTest
    @MethodSource("waits")
    void waitOnAWorkerContextIsRefusedAndNothingIsDone(Wait wait) {
        assertRefused(wait, worker());
    }

    private void assertRefused(Wait wait, Context context) {
        assertThat(refused(wait, context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("await() on ")
                .hasMessageContaining("-thread-")
                .hasMessageMatching(".*(nothing was done|what was begun goes on and is not waited for);.*");
        assertThat(term(elector).delegate().ended().isComplete()).isFalse();
        assertThat(term(elector).isValid()).isTrue();
    }

    private Throwable refused(Wait wait, Context context) {
        Promise<Object> outcome = Promise.promise();
        context.runOnContext(turn -> {
            try {
                outcome.complete(wait.act().apply(elector));
            } catch (Throwable refused) {
                outcome.fail(refused);
            }
        });
        return Await.failure("a wait on a context", outcome.future());
    }

    @ParameterizedTest
    @MethodSource("waits")
    void waitIsRefusedByMutinyItselfWhereTheProcessForbidsIt(Wait wait) {
        Infrastructure.setCanCallerThreadBeBlockedSupplier(() -> !Context.isOnEventLoopThread());
        try {
            assertThat(refused(wait, vertx.getOrCreateContext()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("thread cannot be blocked")
                    .hasMessageContaining("-thread-");
        } finally {
            Infrastructure.resetCanCallerThreadBeBlockedSupplier();
        }
    }

    @Test
    void waitOnAnyOtherThreadIsFree() {
        MutinyTerm term = term(elector);

        elector.resign(LONG).map(done -> "done").await().atMost(PATIENCE);

        assertThat(term.ended().await().atMost(PATIENCE)).isEqualTo(EndReason.RESIGNED);
        assertThat(elector.states().toUni().await().atMost(PATIENCE).leads()).isFalse();
    }

    @Test
    void waitInsideOfExecuteBlockingIsFree() {
        Context context = vertx.getOrCreateContext();
        Promise<EndReason> reason = Promise.promise();

        context.runOnContext(turn -> context.executeBlocking(() -> {
                    MutinyTerm term = term(elector);
                    elector.resign(LONG).await().atMost(PATIENCE);
                    return term.ended().await().atMost(PATIENCE);
                })
                .onComplete(reason));

        assertThat(Await.await("what is blocking", reason.future())).isEqualTo(EndReason.RESIGNED);
    }

    @Test
    void subscriptionOnAContextIsNoWait() {
        for (Context context : new Context[] {vertx.getOrCreateContext(), worker()}) {
            Promise<Void> done = Promise.promise();

            context.runOnContext(
                    turn -> elector.resign(Duration.ZERO).subscribe().with(done::complete, done::fail));

            Await.await("a resignation from a context", done.future());
        }
    }

    @Test
    void switchOfTheProcessIsLeftAlone() {
        MutinyStage.on(vertx.getOrCreateContext(), () -> {
            assertThat(Infrastructure.canCallerThreadBeBlocked()).isTrue();
            return true;
        });
    }

    private Context worker() {
        Promise<Context> worker = Promise.promise();
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                worker.complete(context);
                return Future.succeededFuture();
            }
        };
        Await.await(
                "a worker",
                vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
        return Await.await("the context of a worker", worker.future());
    }
}
