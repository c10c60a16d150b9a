// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Hint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintTextTest {
    private static final TermId TERM =
            new TermId(new ComponentName("a/b.c:d"), 1_800_000_000_000L, new SessionId("n~1"));

    @Test
    void releaseArrivesAsItWasSent() {
        HintText sent = new HintText("me", new Hint(TERM));

        assertThat(sent).hasToString("me a/b.c:d 1800000000000 n~1");
        assertThat(HintText.parse(sent.toString())).isEqualTo(sent);
    }

    @Test
    void hintToLookArrivesAsItWasSent() {
        HintText sent = new HintText("me", Hint.LOOK);

        assertThat(HintText.parse(sent.toString())).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "x billing",
                "x billing 1",
                "x billing 1 n~1 more",
                "x billing -1 n~1",
                "x billing 99999999999999999999 n~1",
                "x billing one n~1",
                "x bill\u202eing 1 n~1",
                "x billing 1 n\u00e9~1",
                "x billing  n~1",
                "x  1 n~1"
            })
    void whatIsNotUnderstoodIsAHintToLook(String text) {
        assertThat(HintText.parse(text).hint()).isEqualTo(Hint.LOOK);
    }
}
