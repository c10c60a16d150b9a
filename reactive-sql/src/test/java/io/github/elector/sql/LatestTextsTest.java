// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of texts, and how often. */
class LatestTextsTest {
    private final List<Integer> made = new ArrayList<>();
    private final LatestTexts<Integer> texts = new LatestTexts<>();

    @Test
    void textIsMadeOnce() {
        String first = text(1);
        String second = text(1);

        assertThat(second).isSameAs(first).isEqualTo("text 1");
        assertThat(made).containsExactly(1);
    }

    @Test
    void textThatWasNotAskedForTheLongestIsMadeAgain() {
        for (int i = 0; i < LatestTexts.MOST; i++) {
            text(i);
        }
        text(0);
        text(1_000);
        made.clear();

        text(0);
        text(2);
        text(1);

        assertThat(made).containsExactly(1);
    }

    @Test
    void longTextIsMadeEachTime() {
        String longText = "x".repeat(LatestTexts.LONGEST + 1);

        assertThat(texts.get(7, () -> longText)).isEqualTo(longText);
        assertThat(text(7)).isEqualTo("text 7");
    }

    @Test
    void whatCannotBeMadeIsTriedAgain() {
        assertThatThrownBy(() -> texts.get(7, () -> {
                    throw new IllegalArgumentException("wrong");
                }))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(text(7)).isEqualTo("text 7");
    }

    private String text(int number) {
        return texts.get(number, () -> {
            made.add(number);
            return "text " + number;
        });
    }
}
