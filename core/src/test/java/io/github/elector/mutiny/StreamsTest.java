// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static io.github.elector.mutiny.InboxTest.notice;
import static io.github.elector.mutiny.InboxTest.told;
import static io.github.elector.mutiny.MutinyStage.COMPONENT;
import static io.github.elector.mutiny.MutinyStage.LONG;
import static io.github.elector.mutiny.MutinyStage.PATIENCE;
import static io.github.elector.mutiny.MutinyStage.await;
import static io.github.elector.mutiny.MutinyStage.awaitState;
import static io.github.elector.mutiny.MutinyStage.on;
import static io.github.elector.mutiny.MutinyStage.term;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.TermWork;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Await;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told of states and notices, to fast listeners and to slow ones. */
class StreamsTest {
    /** Where no elector publishes anything. */
    private static final String ADDRESS = "by-hand.event." + COMPONENT;

    @RegisterExtension
    final MutinyStage stage = new MutinyStage();

    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    /** One that leads, and hears only what the test publishes. */
    private MutinyElector deaf() {
        return MutinyElector.of(
                vertx,
                stage.options().setPrefix("by-hand"),
                stage.startLeading(vertx).delegate());
    }

    private static <T> AssertSubscriber<T> listen(Multi<T> multi) {
        return multi.subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    // States.

    @Test
    void lateSubscriberIsToldAtOnceHowItStands() {
        MutinyElector elector = stage.startLeading(vertx);

        AssertSubscriber<ElectorState> late = listen(elector.states()).awaitItems(1, PATIENCE);

        ElectorState state = late.getItems().get(0);
        assertThat(state.leads()).isTrue();
        assertThat(state.term()).contains(term(elector));
        assertThat(state.leadership().holder()).contains(term(elector).holder());
        assertThat(state.leadership().known()).isTrue();
        late.assertNotTerminated();
    }

    @Test
    void eachChangeOfALeaderAndOfAStandbyIsTold() {
        MutinyElector leader = stage.startLeading(vertx);
        Vertx other = stage.vertx();
        MutinyElector standby = await("the start", MutinyElector.start(other, stage.options(), TermWork.none()));
        MutinyTerm first = term(leader);
        await(
                "sight of the leader",
                standby.states()
                        .filter(state -> state.leadership().holder().equals(Optional.of(first.holder())))
                        .toUni());
        AssertSubscriber<ElectorState> atLeader = listen(leader.states()).awaitItems(1, PATIENCE);
        AssertSubscriber<ElectorState> atStandby = listen(standby.states()).awaitItems(1, PATIENCE);

        await("the resignation", leader.resign(LONG));
        awaitState("leadership of the standby", standby, true);
        MutinyTerm second = term(standby);
        await(
                "sight of the new leader",
                leader.states()
                        .filter(state -> state.leadership().term().equals(Optional.of(second.number())))
                        .toUni());

        assertThat(atLeader.getItems()).first().matches(ElectorState::leads);
        assertThat(atLeader.getItems()).last().satisfies(state -> {
            assertThat(state.leads()).isFalse();
            assertThat(state.leadership().holder()).contains(second.holder());
        });
        assertThat(atStandby.getItems()).first().satisfies(state -> {
            assertThat(state.leads()).isFalse();
            assertThat(state.leadership().term()).contains(first.number());
        });
        assertThat(atStandby.getItems())
                .last()
                .satisfies(state -> assertThat(state.term()).contains(second));
    }

    @Test
    void slowSubscriberIsToldTheLatestAsItIsWhenHeAsks() {
        MutinyElector elector = stage.startLeading(vertx);
        AssertSubscriber<ElectorState> slow = elector.states().subscribe().withSubscriber(AssertSubscriber.create(1));
        slow.awaitItems(1, PATIENCE);
        MutinyTerm first = term(elector);

        await("the resignation", elector.resign(Duration.ZERO));
        awaitState("leadership again", elector, true);
        await("the second resignation", elector.resign(LONG));
        slow.request(1).awaitItems(2, PATIENCE);

        assertThat(slow.getItems().get(0).term()).contains(first);
        assertThat(slow.getItems().get(1).leads()).isFalse();
        slow.assertNotTerminated();
    }

    @Test
    void whoCancelledIsToldNothingMore() {
        MutinyElector elector = deaf();
        Context context = vertx.getOrCreateContext();
        AssertSubscriber<ElectorState> gone = on(context, () -> listen(elector.states()));
        AssertSubscriber<Heard> goneToo = on(context, () -> listen(elector.notices()));
        gone.awaitItems(1, PATIENCE).cancel();
        goneToo.cancel();
        AssertSubscriber<Heard> there = on(context, () -> listen(elector.notices()));

        vertx.eventBus().publish(ADDRESS, notice(1).toJson());
        there.awaitItems(1, PATIENCE);

        assertThat(gone.getItems()).hasSize(1);
        goneToo.assertHasNotReceivedAnyItem().assertNotTerminated();
    }

    // Notices.

    @Test
    void noticesOfATermAreHeardInOrder() {
        MutinyElector elector = stage.startLeading(vertx);
        long number = term(elector).number();
        Future<List<Notice>> heard = Bridge.future(() -> elector.notices()
                .map(element -> ((Heard.Told) element).notice())
                .select()
                .where(notice -> notice.type() == NoticeType.REVOKED
                        || (notice.type() == NoticeType.ELECTED && notice.term() > number))
                .select()
                .first(2)
                .collect()
                .asList());

        await("the resignation", elector.resign(Duration.ZERO));
        List<Notice> notices = Await.await("what is heard of it", heard);

        assertThat(notices).extracting(Notice::type).containsExactly(NoticeType.REVOKED, NoticeType.ELECTED);
        assertThat(notices.get(0).term()).isEqualTo(number);
        assertThat(notices.get(1).term()).isGreaterThan(number);
        assertThat(notices.get(1).sequence()).isGreaterThan(notices.get(0).sequence());
    }

    @Test
    void slowListenerIsToldWhereAndHowManyItLost() {
        MutinyElector elector = deaf();
        Context context = vertx.getOrCreateContext();
        AssertSubscriber<Heard> slow =
                on(context, () -> elector.notices(3).subscribe().withSubscriber(AssertSubscriber.create(0)));
        // On the same context and after the slow one: what it has heard of, that one has too.
        AssertSubscriber<Heard> fast = on(context, () -> listen(elector.notices()));

        for (int sequence = 1; sequence <= 10; sequence++) {
            vertx.eventBus().publish(ADDRESS, notice(sequence).toJson());
        }
        fast.awaitItems(10, PATIENCE);
        slow.request(2).awaitItems(2, PATIENCE).request(10).awaitItems(4, PATIENCE);
        vertx.eventBus().publish(ADDRESS, notice(11).toJson());
        slow.awaitItems(5, PATIENCE);

        assertThat(slow.getItems()).containsExactly(told(1), told(2), told(3), new Heard.Gap(7), told(11));
        assertThat(fast.getItems()).hasSize(11).noneMatch(Heard.Gap.class::isInstance);
    }

    @Test
    void whatIsNoNoticeIsLeftOutAndEndsNothing() {
        MutinyElector elector = deaf();
        AssertSubscriber<Heard> heard = listen(elector.notices());

        vertx.eventBus().publish(ADDRESS, "text");
        vertx.eventBus().publish(ADDRESS, new JsonObject());
        vertx.eventBus().publish(ADDRESS, notice(1).toJson().put("type", "of-a-later-version"));
        vertx.eventBus().publish(ADDRESS, notice(2).toJson());
        heard.awaitItems(1, PATIENCE);

        assertThat(heard.getItems()).containsExactly(told(2));
        heard.assertNotTerminated();
    }

    @Test
    void listenerThatAsksForNothingIsToldWhatIsWrongWithThat() {
        MutinyElector elector = stage.startLeading(vertx);
        AssertSubscriber<ElectorState> states = elector.states().subscribe().withSubscriber(AssertSubscriber.create(0));

        states.request(-1);

        states.awaitFailure(PATIENCE);
        assertThat(states.getFailure()).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noticesAreHeardAtTheirPrefixOnly() {
        MutinyElector elector = await(
                "the start", MutinyElector.start(vertx, stage.options().setPrefix("acme.elector"), TermWork.none()));
        Future<Heard> heard = Bridge.future(() -> elector.notices().toUni());
        AssertSubscriber<Heard> elsewhere = listen(
                MutinyElector.of(vertx, stage.options(), elector.delegate()).notices());
        awaitState("leadership", elector, true);

        await("the resignation", elector.resign(LONG));

        assertThat(Await.await("a notice", heard)).isInstanceOf(Heard.Told.class);
        elsewhere.assertHasNotReceivedAnyItem();
    }

    // Ends.

    @Test
    void streamsEndWithTheVerticleThatSubscribed() {
        MutinyElector elector = stage.startLeading(vertx);
        AssertSubscriber<ElectorState> states = AssertSubscriber.create(Long.MAX_VALUE);
        AssertSubscriber<Heard> notices = AssertSubscriber.create(Long.MAX_VALUE);
        String id = Await.await("a verticle that listens", vertx.deployVerticle(new VerticleBase() {
            @Override
            public Future<?> start() {
                elector.states().subscribe().withSubscriber(states);
                elector.notices().subscribe().withSubscriber(notices);
                return Future.succeededFuture();
            }
        }));
        states.awaitItems(1, PATIENCE);

        Await.await("its end", vertx.undeploy(id));

        states.awaitCompletion(PATIENCE);
        notices.awaitCompletion(PATIENCE);
    }

    @Test
    void streamsEndWithTheVertxAndNotWithTheElector() {
        MutinyElector elector = stage.startLeading(vertx);
        AssertSubscriber<ElectorState> states = listen(elector.states());

        await("the close", elector.close());
        states.assertNotTerminated();
        Await.await("the end of the Vertx", vertx.close());

        states.awaitCompletion(PATIENCE);
        assertThat(states.getItems()).last().matches(state -> !state.leads());
    }
}
