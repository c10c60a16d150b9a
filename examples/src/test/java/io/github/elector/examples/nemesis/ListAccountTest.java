// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.nemesis.ListAccount.Count;
import io.github.elector.examples.nemesis.Outcome.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge of the lists sees what it is there to see. */
class ListAccountTest {
    private final List<Addition> additions = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();

    @Test
    void whatFollowsEachOtherIsThere() {
        add(1, 0, Answer.ADDED);
        add(2, 1, Answer.ADDED);
        add(3, 2, Answer.ADDED);

        assertThat(account(3, 3)).isEqualTo(new ListAccount(new Count(3, 3), new Count(0, 0), new Count(0, 0), 0, 0));
    }

    @Test
    void acknowledgedNumbersThatWereWrittenOverAreLost() {
        add(1, 0, Answer.ADDED);
        add(2, 1, Answer.ADDED);
        add(3, 2, Answer.ADDED);
        add(10, 1, Answer.ADDED);

        ListAccount account = account(10, 2);

        assertThat(account.lost()).isEqualTo(2);
        assertThat(account.broken()).isZero();
    }

    /** The stale write itself may be gone as well, written over by who had read before it. */
    @Test
    void ofTwoThatFoundTheSameNumberOneIsLost() {
        add(1, 0, Answer.ADDED);
        add(2, 1, Answer.ADDED);
        add(10, 1, Answer.ADDED);

        assertThat(account(2, 2).lost()).isEqualTo(1);
    }

    @Test
    void unknownNumbersMayBeThereOrNot() {
        add(1, 0, Answer.ADDED);
        add(2, 1, Answer.UNKNOWN);
        add(3, 2, Answer.ADDED);
        add(4, 3, null);

        ListAccount account = account(3, 3);

        assertThat(account.unknown()).isEqualTo(new Count(2, 1));
        assertThat(account.lost()).isZero();
    }

    @Test
    void refusedNumberThatIsThereIsCounted() {
        add(1, 0, Answer.ADDED);
        add(2, 1, Answer.REFUSED);
        outcomes.put(3L, new Outcome(3, ListKind.STATEMENT, Answer.REFUSED, 0));

        assertThat(account(2, 2).refused()).isEqualTo(new Count(2, 1));
        assertThat(account(1, 1).refused()).isEqualTo(new Count(2, 0));
    }

    @Test
    void whatTheDatabaseCountedAsStaleIsTaken() {
        assertThat(ListAccount.of(
                                ListKind.STATEMENT,
                                additions,
                                outcomes,
                                Map.of("a", new ListHead(0, 0, 2), "b", new ListHead(0, 0, 3)))
                        .stale())
                .isEqualTo(5);
    }

    @Test
    void listThatNamesANumberNobodyReportedIsBroken() {
        add(2, 1, Answer.ADDED);

        assertThat(account(2, 2).broken()).isEqualTo(1);
    }

    @Test
    void listThatIsShorterThanItSaysIsBroken() {
        add(1, 0, Answer.ADDED);

        assertThat(account(1, 2).broken()).isEqualTo(1);
    }

    @Test
    void numbersOfOtherKindsAreLeftOut() {
        additions.add(new Addition("replica-1", 1, 0, "a", ListKind.UNFENCED, 7, 0));
        outcomes.put(1L, new Outcome(1, ListKind.UNFENCED, Answer.ADDED, 0));

        assertThat(account(0, 0).added()).isEqualTo(new Count(0, 0));
    }

    private void add(long number, long after, Answer answer) {
        Addition addition = new Addition("replica-1", number, after, "a", ListKind.STATEMENT, 7, 0);
        additions.add(Addition.from(addition.toJson()));
        if (answer != null) {
            outcomes.put(number, Outcome.from(new Outcome(number, ListKind.STATEMENT, answer, 0).toJson()));
        }
    }

    private ListAccount account(long last, long length) {
        return ListAccount.of(ListKind.STATEMENT, additions, outcomes, Map.of("a", new ListHead(last, length, 0)));
    }
}
