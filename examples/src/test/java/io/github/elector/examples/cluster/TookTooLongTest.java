// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TookTooLongTest {
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void whatTookTooLongIsDoneOnceMore() throws Exception {
        TookTooLong.againAfter(() -> {
            if (attempts.incrementAndGet() == 1) {
                throw new TookTooLong("6 s");
            }
        });

        assertThat(attempts).hasValue(2);
    }

    @Test
    void whatTookTooLongTwiceFails() {
        assertThatThrownBy(() -> TookTooLong.againAfter(() -> {
                    attempts.incrementAndGet();
                    throw new TookTooLong("6 s");
                }))
                .isInstanceOf(TookTooLong.class);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void whatIsWrongFailsAtOnce() {
        assertThatThrownBy(() -> TookTooLong.againAfter(() -> {
                    attempts.incrementAndGet();
                    throw new AssertionError("two leaders");
                }))
                .hasMessage("two leaders");
        assertThat(attempts).hasValue(1);
    }
}
