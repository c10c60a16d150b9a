// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static io.github.elector.mutiny.MutinyStage.COMPONENT;
import static io.github.elector.mutiny.MutinyStage.LONG;
import static io.github.elector.mutiny.MutinyStage.await;
import static io.github.elector.mutiny.MutinyStage.awaitState;
import static io.github.elector.mutiny.MutinyStage.failure;
import static io.github.elector.mutiny.MutinyStage.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.FenceAheadException;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.testing.Await;
import io.github.elector.testing.Tally;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a MutinyElector does, when, and how often. */
class MutinyElectorTest {
    @RegisterExtension
    final MutinyStage stage = new MutinyStage();

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @Test
    void itAnswersAsTheElectorDoes() {
        Elector elector = stage.startFuture(vertx);
        MutinyElector facade = MutinyElector.of(vertx, stage.options(), elector);
        awaitState("leadership", facade, true);

        assertThat(facade.delegate()).isSameAs(elector);
        assertThat(facade.component()).isEqualTo(COMPONENT);
        assertThat(facade.node()).isEqualTo("node");
        assertThat(facade.term().map(MutinyTerm::delegate)).isEqualTo(elector.term());
        assertThat(facade.leadership().term()).isEqualTo(elector.leadership().term());
        assertThat(facade.toString()).contains(COMPONENT, "node");
    }

    @Test
    void nothingHappensWithoutASubscription() {
        MutinyElector.start(vertx, stage.options(), TermWork.none());
        MutinyElector elector = stage.startLeading(vertx);
        MutinyTerm term = term(elector);

        elector.resign(LONG);
        elector.close();
        // Once that has been answered, what was asked of the elector before it would have been too.
        Await.await("another start", stage.starting(vertx, "search"));

        assertThat(term.isValid()).isTrue();
        assertThat(term.delegate().ended().isComplete()).isFalse();
    }

    @Test
    void eachSubscriptionActsAnew() {
        Uni<MutinyElector> start = MutinyElector.start(vertx, stage.options(), TermWork.none());
        MutinyElector elector = await("the first start", start);
        assertThat(failure("the second start", start))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(COMPONENT);

        Uni<Void> resign = elector.resign(Duration.ZERO);
        awaitState("leadership", elector, true);
        MutinyTerm first = term(elector);
        await("the first resignation", resign);
        awaitState("leadership again", elector, true);
        MutinyTerm second = term(elector);
        await("the second resignation", resign);

        assertThat(second.number()).isGreaterThan(first.number());
        assertThat(await("the end of the second", second.ended())).isEqualTo(EndReason.RESIGNED);
        await("the close", elector.close());
        await("the close again", elector.close());
        await("the close of another", await("another start", start).close());
    }

    @Test
    void optionsThatCannotWorkFailTheUni() {
        ElectorOptions wrong = stage.options().setLease(1_000).setRenew(900);

        Uni<MutinyElector> start = MutinyElector.start(vertx, wrong, TermWork.none());

        assertThat(failure("the start", start)).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure("a start without options", MutinyElector.start(vertx, null, TermWork.none())))
                .isInstanceOf(NullPointerException.class);
        assertThat(failure(
                        "the resignation",
                        stage.startLeading(vertx).resign(Duration.ofSeconds(1).negated())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("negative");
    }

    @Test
    void startThatWasCancelledLeavesNoElectorBehind() {
        Tally items = new Tally("an elector for a subscriber that has gone");
        UniAssertSubscriber<MutinyElector> gone = MutinyElector.start(vertx, stage.options(), TermWork.none())
                .invoke(items::hit)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());

        gone.cancel();

        Elector free = Await.await("a start once the other is closed", startedOnceFree());
        assertThat(free.component()).isEqualTo(COMPONENT);
        assertThat(items.count()).isZero();
        gone.assertNotTerminated();
    }

    /** An operator that bounds the wait drops what comes to it when it has cancelled on another thread. */
    @Test
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It cancels under no lock, as operators do.
    void startThatIsCancelledWhileItsElectorIsHandedOverLeavesNoneBehind() {
        UniAssertSubscriber<MutinyElector> dropping = new UniAssertSubscriber<>() {
            @Override
            public void onItem(MutinyElector dropped) {
                CompletableFuture.runAsync(this::cancel).join();
            }
        };

        MutinyElector.start(vertx, stage.options(), TermWork.none()).subscribe().withSubscriber(dropping);

        Elector free = Await.await("a start once the other is closed", startedOnceFree());
        assertThat(free.component()).isEqualTo(COMPONENT);
    }

    @Test
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // It cancels under no lock, as operators do.
    void whoCancelsWhatItWasHandedKeepsIt() {
        Promise<MutinyElector> handed = Promise.promise();
        UniAssertSubscriber<MutinyElector> keeping = new UniAssertSubscriber<>() {
            @Override
            public void onItem(MutinyElector elector) {
                cancel();
                handed.complete(elector);
            }
        };

        MutinyElector.start(vertx, stage.options(), TermWork.none()).subscribe().withSubscriber(keeping);

        awaitState("leadership", Await.await("the elector", handed.future()), true);
    }

    /** Nobody is told when an elector that nobody has is closed, so this asks again. */
    private Future<Elector> startedOnceFree() {
        return Elector.start(vertx, stage.options(), TermWork.none())
                .recover(taken -> vertx.timer(5).compose(later -> startedOnceFree()));
    }

    @Test
    void resignationThatWasCancelledGoesOn() {
        MutinyElector elector = stage.startLeading(vertx);
        MutinyTerm term = term(elector);

        elector.resign(LONG)
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create())
                .cancel();

        assertThat(await("the end", term.ended())).isEqualTo(EndReason.RESIGNED);
        awaitState("the end of the leadership", elector, false);
    }

    @Test
    void whoCancelledBeforeItSubscribedDoesNothing() {
        MutinyElector elector = stage.startLeading(vertx);
        UniAssertSubscriber<Void> cancelled = new UniAssertSubscriber<>(true);

        elector.resign(LONG).subscribe().withSubscriber(cancelled);
        elector.close().subscribe().withSubscriber(new UniAssertSubscriber<>(true));

        cancelled.assertNotTerminated();
        assertThat(term(elector).delegate().ended().isComplete()).isFalse();
    }

    @Test
    void gatesThatAnswerWithAUniHoldTheTermBackUntilTheyAreOpen() {
        Tally asked = new Tally("the gate");
        long[] above = new long[1];
        TermWork work = TermWork.none().behind(MutinyGate.of(term -> {
            asked.hit();
            above[0] = above[0] == 0 ? term.number() + 1_000 : above[0];
            return term.number() < above[0]
                    ? Uni.createFrom().failure(new FenceAheadException(above[0]))
                    : Uni.createFrom().item("open");
        }));

        MutinyElector elector = await("the start", MutinyElector.start(vertx, stage.options(), work));
        awaitState("leadership", elector, true);

        assertThat(term(elector).number()).isEqualTo(above[0] + 1);
        assertThat(asked.count()).isEqualTo(2);
    }

    @Test
    void gateThatThrowsOrAnswersWithNothingDoesNotOpen() {
        MutinyGate throwing = term -> {
            throw new IllegalStateException("a gate that throws");
        };

        assertThat(Await.failure("a gate that throws", MutinyGate.of(throwing).open(null)))
                .hasMessage("a gate that throws");
        assertThat(Await.failure(
                        "a gate without an answer", MutinyGate.of(term -> null).open(null)))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void bufferOfNoticesHasARange() {
        MutinyElector elector = MutinyElector.of(vertx, stage.options(), stage.startFuture(vertx));

        assertThatThrownBy(() -> elector.notices(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0")
                .hasMessageContaining(COMPONENT);
        assertThatThrownBy(() -> elector.notices((1 << 20) + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(elector.notices(1)).isNotNull();
    }
}
