// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.TermWork;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is published, in which order, and what a handler of it may do to others: nothing. */
class NoticeOrderTest {
    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void listen() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    @Test
    void everyElectedIsFollowedByOneRevokedOfTheSameTermAndTermsGrow() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        for (int i = 0; i < 20; i++) {
            notices.await(NoticeType.ELECTED);
            await("the resignation", elector.resign(Duration.ZERO));
        }
        await("the close", elector.close());

        List<Notice> spans = notices.all().stream()
                .filter(notice -> notice.type() == NoticeType.ELECTED || notice.type() == NoticeType.REVOKED)
                .toList();
        for (int i = 0; i < spans.size(); i += 2) {
            assertThat(spans.get(i).type()).isEqualTo(NoticeType.ELECTED);
            assertThat(spans.get(i + 1).type()).isEqualTo(NoticeType.REVOKED);
            assertThat(spans.get(i + 1).term()).isEqualTo(spans.get(i).term());
            assertThat(spans.get(i + 1).holder()).isEqualTo(spans.get(i).holder());
            assertThat(spans.get(i + 1).nanos())
                    .isGreaterThanOrEqualTo(spans.get(i).nanos());
        }
        assertThat(spans).hasSizeGreaterThanOrEqualTo(40);
        assertThat(spans.stream()
                        .filter(notice -> notice.type() == NoticeType.ELECTED)
                        .map(Notice::term)
                        .toList())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(work.mostAtOnce()).isEqualTo(1);
    }

    @Test
    void theTermIsInvalidWhenRevokedIsDelivered() {
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        List<Boolean> valid = new CopyOnWriteArrayList<>();
        notices.alsoTell(notice -> {
            if (notice.type() == NoticeType.REVOKED) {
                valid.add(elector.term().isPresent());
            }
        });

        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        notices.await(NoticeType.REVOKED);

        assertThat(valid).containsExactly(false);
    }

    @Test
    void sequenceNumbersOfAComponentHaveNoGapsThoughItSharesItsHost() {
        Notices search = Notices.about("search", vertx);
        Elector one = stage.start(vertx, stage.calm(), work.work());
        Elector two = stage.start(vertx, stage.calm("search"), TermWork.none());
        notices.await(NoticeType.ELECTED);
        search.await(NoticeType.ELECTED);
        for (int i = 0; i < 5; i++) {
            await("the resignation", one.resign(Duration.ZERO));
            notices.await(NoticeType.ELECTED);
        }
        await("the end of one", one.close());
        await("the end of two", two.close());
        notices.await(NoticeType.REVOKED);
        search.await(NoticeType.REVOKED);

        for (Notices each : List.of(notices, search)) {
            List<Long> numbers = each.all().stream().map(Notice::sequence).toList();
            assertThat(numbers)
                    .isEqualTo(LongStream.rangeClosed(1, numbers.size()).boxed().toList());
        }
    }

    @Test
    void aHandlerOfANoticeThatThrowsHurtsNobody() {
        Tally thrown = new Tally("a handler that throws");
        vertx.eventBus().localConsumer("elector.event." + COMPONENT, message -> {
            thrown.hit();
            throw new IllegalStateException("a handler of the user throws");
        });
        Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);

        await("the resignation", elector.resign(Duration.ZERO));

        notices.await(NoticeType.ELECTED);
        notices.await(NoticeType.ELECTED);
        thrown.awaitReached(3);
        assertThat(notices.await(NoticeType.REVOKED).reason()).isEqualTo("resigned");
    }

    @Test
    void aStandbyIsToldWhoLeads() {
        Vertx other = stage.vertx();
        Elector leader = stage.startLeading(other, stage.calm(), TermWork.none());
        String holder = Stage.term(leader).holder();
        Elector standby = stage.startHonest(vertx, stage.calm(), TermWork.none());

        Notice changed = notices.await(NoticeType.LEADER_CHANGED);

        assertThat(changed.holder()).isEqualTo(holder);
        assertThat(changed.term()).isEqualTo(Stage.term(leader).number());
        await("the word that it stays out", standby.resign(Duration.ofMinutes(1)));
        await("the end of the leader", leader.close());
        assertThat(notices.await(NoticeType.LEADER_CHANGED).holder()).isNull();
    }

    /** Without a word that nobody leads in between, if a hint was quicker than a look. */
    @Test
    void aStandbyThatTakesOverIsToldThatItLeads() {
        Vertx other = stage.vertx();
        Elector leader = stage.startLeading(other, stage.calm(), TermWork.none());
        long term = Stage.term(leader).number();
        stage.startHonest(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.LEADER_CHANGED);

        await("the end of the leader", leader.close());

        assertThat(notices.await(NoticeType.ELECTED).term()).isGreaterThan(term);
    }

    @Test
    void namesWithDotsDoNotCollideOnTheBus() {
        Notices dotted = Notices.about(COMPONENT + ".eu", vertx);
        Notices alike = Notices.about("state." + COMPONENT, vertx);

        stage.startLeading(vertx, stage.calm(), work.work());
        stage.startLeading(vertx, stage.calm(COMPONENT + ".eu"), TermWork.none());
        stage.startLeading(vertx, stage.calm("state." + COMPONENT), TermWork.none());

        assertThat(notices.all())
                .isNotEmpty()
                .allMatch(notice -> notice.component().equals(COMPONENT));
        assertThat(dotted.all())
                .isNotEmpty()
                .allMatch(notice -> notice.component().equals(COMPONENT + ".eu"));
        assertThat(alike.all())
                .isNotEmpty()
                .allMatch(notice -> notice.component().equals("state." + COMPONENT));
    }
}
