// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static io.github.elector.mutiny.MutinyStage.COMPONENT;
import static io.github.elector.mutiny.MutinyStage.LONG;
import static io.github.elector.mutiny.MutinyStage.PATIENCE;
import static io.github.elector.mutiny.MutinyStage.await;
import static io.github.elector.mutiny.MutinyStage.failure;
import static io.github.elector.mutiny.MutinyStage.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.testing.Await;
import io.github.elector.testing.Heap;
import io.github.elector.testing.Tally;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a MutinyTerm permits, refuses and tells. */
class MutinyTermTest {
    @RegisterExtension
    final MutinyStage stage = new MutinyStage();

    private final Tally acts = new Tally("an act");
    private Vertx vertx;
    private MutinyElector elector;
    private MutinyTerm term;

    @BeforeEach
    void lead() {
        vertx = stage.vertx();
        elector = stage.startLeading(vertx);
        term = term(elector);
    }

    private Uni<Integer> act() {
        return Uni.createFrom().item(() -> {
            acts.hit();
            return acts.count();
        });
    }

    /** As "the work, or the end of its term" does for each request of a term that lasts for weeks. */
    @Test
    void whoWaitsForTheEndNoLongerIsForgotten() {
        Heap.Watch gone = new Heap.Watch();

        for (int i = 0; i < 1_000; i++) {
            gone.over(waitedInVain());
        }

        assertThat(gone.left(10)).isLessThan(10);
        assertThat(term.isValid()).isTrue();
    }

    private Object waitedInVain() {
        UniAssertSubscriber<EndReason> subscriber = UniAssertSubscriber.create();
        term.ended().subscribe().withSubscriber(subscriber).cancel();
        return subscriber;
    }

    @Test
    void itAnswersAsTheTermDoes() {
        Term itself = term.delegate();

        assertThat(term.id()).isEqualTo(itself.id());
        assertThat(term.component()).isEqualTo(COMPONENT);
        assertThat(term.number()).isEqualTo(itself.number());
        assertThat(term.holder()).isEqualTo(itself.holder());
        assertThat(term.isValid()).isTrue();
        assertThat(term.remaining()).isPositive();
        term.check();
        assertThat(term).isEqualTo(term(elector)).hasToString(itself.toString());
        assertThatThrownBy(() -> MutinyTerm.of(null)).isInstanceOf(NullPointerException.class);
    }

    @Test
    void currentIsTheTermOfTheVerticle() {
        assertThat(MutinyTerm.current()).isEmpty();
        Promise<Optional<MutinyTerm>> seen = Promise.promise();
        TermWork work = TermWork.of(handed -> new VerticleBase() {
            @Override
            public Future<?> start() {
                seen.complete(MutinyTerm.current().filter(MutinyTerm.of(handed)::equals));
                return Future.succeededFuture();
            }
        });

        await("another elector", MutinyElector.start(vertx, stage.options().setComponent("search"), work));

        assertThat(Await.await("the work", seen.future())).isPresent();
    }

    @Test
    void actsAreDoneAtEachSubscriptionAndNotBefore() {
        Uni<Integer> whileValid = term.whileValid(this::act);
        Uni<Integer> asWork = term.asWork(this::act);
        assertThat(acts.count()).isZero();

        assertThat(await("an act", whileValid)).isEqualTo(1);
        assertThat(await("the act again", whileValid)).isEqualTo(2);
        assertThat(await("a piece of work", asWork)).isEqualTo(3);
        assertThat(await("the piece of work again", asWork)).isEqualTo(4);
    }

    @Test
    void actThatFailsThrowsOrIsNoneFails() {
        assertThat(failure(
                        "a failing act", term.whileValid(() -> Uni.createFrom().failure(new RuntimeException("no")))))
                .hasMessage("no");
        assertThat(failure("an act that throws", term.asWork(() -> {
                    throw new IllegalStateException("thrown");
                })))
                .hasMessage("thrown");
        assertThat(failure("an act that is none", term.whileValid(() -> null)))
                .isInstanceOf(NullPointerException.class);
        assertThat(await(
                        "an act of nothing",
                        term.whileValid(() -> Uni.createFrom().voidItem())))
                .isNull();
    }

    @Test
    void nothingIsDoneOnceTheTermIsOver() {
        Uni<Integer> whileValid = term.whileValid(this::act);
        Uni<Integer> asWork = term.asWork(this::act);
        await("the resignation", elector.resign(LONG));

        assertThat(failure("the act", whileValid)).isInstanceOf(TermOverException.class);
        assertThat(failure("the piece of work", asWork)).isInstanceOf(TermOverException.class);

        assertThat(acts.count()).isZero();
        assertThat(term.isValid()).isFalse();
        assertThat(term.remaining()).isZero();
        assertThatThrownBy(term::check).isInstanceOf(TermOverException.class);
    }

    @Test
    void actThatOutlastsTheTermIsToldSo() {
        AtomicReference<UniEmitter<? super String>> act = new AtomicReference<>();
        UniAssertSubscriber<String> told = term.whileValid(
                        () -> Uni.createFrom().<String>emitter(act::set))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
        await("the resignation", elector.resign(LONG));

        act.get().complete("too late");

        told.awaitFailure(PATIENCE).assertFailedWith(TermOverException.class);
    }

    @Test
    void actThatNobodyListensToAnyMoreGoesOn() {
        AtomicReference<UniEmitter<? super String>> act = new AtomicReference<>();
        Tally cancelled = new Tally("the cancellation of the act");
        Tally done = new Tally("the end of the act");
        UniAssertSubscriber<String> gone = term.whileValid(() -> Uni.createFrom()
                        .<String>emitter(act::set)
                        .onCancellation()
                        .invoke(cancelled::hit)
                        .invoke(done::hit))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        gone.cancel();
        act.get().complete("done");

        done.awaitReached(1);
        assertThat(cancelled.count()).isZero();
        gone.assertNotTerminated();
    }

    /** G4: what was begun may be writing still, whoever listens. */
    @Test
    void pieceOfWorkThatNobodyListensToAnyMoreHoldsTheLeaseUntilItHasEnded() {
        AtomicReference<UniEmitter<? super String>> act = new AtomicReference<>();
        UniAssertSubscriber<String> gone = term.asWork(() -> Uni.createFrom().<String>emitter(act::set))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        gone.cancel();
        UniAssertSubscriber<Void> resigned =
                elector.resign(LONG).subscribe().withSubscriber(UniAssertSubscriber.create());
        await("the end", term.ended());
        await(
                "what is asked of the host after it",
                MutinyElector.start(vertx, stage.options().setComponent("search"), TermWork.none()));
        assertThat(stage.isReleased(vertx, term.id())).isFalse();
        resigned.assertNotTerminated();
        act.get().complete("done");

        resigned.awaitItem(PATIENCE);
        assertThat(stage.isReleased(vertx, term.id())).isTrue();
    }

    @Test
    void endIsToldToEachWhoAsksHoweverLate() {
        Uni<EndReason> ended = term.ended();
        UniAssertSubscriber<EndReason> early = ended.subscribe().withSubscriber(UniAssertSubscriber.create());
        UniAssertSubscriber<EndReason> gone = ended.subscribe().withSubscriber(UniAssertSubscriber.create());
        gone.cancel();

        await("the resignation", elector.resign(LONG));

        early.awaitItem(PATIENCE).assertItem(EndReason.RESIGNED);
        assertThat(await("the end again", ended)).isEqualTo(EndReason.RESIGNED);
        gone.assertNotTerminated();
    }

    @Test
    void failureOfTheWorkEndsTheTermAtOnce() {
        term.fail(new IllegalStateException("the queue is gone"));

        assertThat(await("the end", term.ended())).isEqualTo(EndReason.WORK_FAILED);
    }
}
