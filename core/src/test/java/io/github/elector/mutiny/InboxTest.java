// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Leadership;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What waits for a subscriber, and what does not. */
class InboxTest {
    static Notice notice(long sequence) {
        return new Notice(
                NoticeType.LEADER_CHANGED, MutinyStage.COMPONENT, "node", null, null, null, sequence, 0, 0, null);
    }

    static Heard told(long sequence) {
        return new Heard.Told(notice(sequence));
    }

    private static <T> List<T> all(Inbox<T> inbox) {
        List<T> all = new ArrayList<>();
        for (T next = inbox.take(); next != null; next = inbox.take()) {
            all.add(next);
        }
        return all;
    }

    private static void put(Inbox<?> inbox, int from, int to) {
        for (int sequence = from; sequence <= to; sequence++) {
            inbox.put(notice(sequence));
        }
    }

    @Test
    void whatFitsWaitsInItsOrder() {
        Inbox<Heard> inbox = new Inbox.Bounded(3);

        put(inbox, 1, 3);

        assertThat(all(inbox)).containsExactly(told(1), told(2), told(3));
        assertThat(inbox.take()).isNull();
    }

    @Test
    void gapStandsWhereItAroseAndCountsEachThatWasLost() {
        Inbox<Heard> inbox = new Inbox.Bounded(2);

        put(inbox, 1, 7);
        assertThat(inbox.take()).isEqualTo(told(1));
        assertThat(inbox.take()).isEqualTo(told(2));
        put(inbox, 8, 11);

        assertThat(all(inbox)).containsExactly(new Heard.Gap(5), told(8), new Heard.Gap(3));
    }

    @Test
    void memoryIsBoundedHoweverSlowTheListener() {
        Inbox<Heard> inbox = new Inbox.Bounded(4);
        int taken = 0;

        for (int round = 0; round < 1_000; round++) {
            put(inbox, 1, 10);
            taken += inbox.take() == null ? 0 : 1;
        }

        assertThat(taken).isEqualTo(1_000);
        assertThat(all(inbox)).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void gapOfNothingIsNone() {
        assertThatThrownBy(() -> new Heard.Gap(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void stateIsReadWhenItIsToldAndOnlyIfThereMayBeNews() {
        List<ElectorState> readings = new ArrayList<>(List.of(state("a", 1), state("b", 2)));
        Inbox<ElectorState> inbox = new Inbox.Latest(() -> readings.remove(0));

        assertThat(inbox.take()).isEqualTo(state("a", 1));
        assertThat(inbox.take()).isNull();
        put(inbox, 1, 5);

        assertThat(all(inbox)).containsExactly(state("b", 2));
        assertThat(readings).isEmpty();
    }

    @Test
    void stateThatIsOnlyOlderIsNotToldAgain() {
        List<ElectorState> readings =
                new ArrayList<>(List.of(state("a", 1), state("a", 5), unknown(), unknown(), state("a", 9)));
        Inbox<ElectorState> inbox = new Inbox.Latest(() -> readings.remove(0));
        List<ElectorState> told = new ArrayList<>(all(inbox));

        while (!readings.isEmpty()) {
            put(inbox, 1, 1);
            told.addAll(all(inbox));
        }

        assertThat(told).containsExactly(state("a", 1), unknown(), state("a", 9));
    }

    private static ElectorState state(String holder, long ageMillis) {
        return new ElectorState(
                Optional.empty(),
                new Leadership(
                        MutinyStage.COMPONENT,
                        Optional.of(holder),
                        Optional.of(1L),
                        true,
                        Duration.ofMillis(ageMillis),
                        Optional.empty()));
    }

    private static ElectorState unknown() {
        return new ElectorState(
                Optional.empty(),
                new Leadership(
                        MutinyStage.COMPONENT,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        Optional.empty()));
    }
}
