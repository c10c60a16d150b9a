// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangedNodesTest {
    private final ChangedNodes changed = new ChangedNodes();

    @Test
    void theyAreTakenInTheOrderOfTheirFirstEventAndOnce() {
        changed.note("/c", 1);
        changed.note("/a", 2);
        changed.note("/b", 3);
        changed.note("/c", 4);

        assertThat(changed.take(2, 9)).containsExactly(Map.entry("/c", 4L), Map.entry("/a", 2L));
        assertThat(changed.take(2, 9)).containsExactly(Map.entry("/b", 3L));
        assertThat(changed.isEmpty()).isTrue();
    }

    /** What is stored may have any number up to the latest that was seen. */
    @Test
    void nodeWhoseTransactionTheServerDidNotTellHasTheNumberThatIsGiven() {
        changed.note("/a", -1);
        changed.note("/b", -1);
        changed.note("/b", 5);

        assertThat(changed.take(2, 9)).containsExactly(Map.entry("/a", 9L), Map.entry("/b", 5L));
    }

    /** The number that was made up for it would be older than what a list writes before it is taken again. */
    @Test
    void nodeWithoutANumberThatIsPutBackHasNoneStill() {
        changed.note("/a", -1);
        changed.putBack(changed.take(1, 11));
        changed.note("/a", -1);

        assertThat(changed.take(1, 51)).containsExactly(Map.entry("/a", 51L));
    }

    @Test
    void whatIsPutBackIsTakenAgainWithTheLatestNumber() {
        changed.note("/a", 1);
        Map<String, Long> taken = changed.take(1, 9);
        changed.note("/a", 3);

        changed.putBack(taken);

        assertThat(changed.take(2, 9)).containsExactly(Map.entry("/a", 3L));
    }
}
