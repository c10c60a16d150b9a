// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.SessionId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LookRequestTest {
    private static final List<SessionId> SESSIONS =
            IntStream.range(0, 50).mapToObj(i -> new SessionId("s" + (50 - i))).toList();

    @Test
    void watchedSessionsStayInTheOrderGiven() {
        LookRequest request = new LookRequest(List.of(), new LinkedHashSet<>(SESSIONS));

        assertThat(request.watched()).containsExactlyElementsOf(SESSIONS);
    }

    @Test
    void watchedSessionsAreThoseOfTheMomentItWasMade() {
        Set<SessionId> given = new LinkedHashSet<>(SESSIONS);
        LookRequest request = new LookRequest(List.of(), given);

        given.clear();

        assertThat(request.watched()).hasSize(50);
        assertThatThrownBy(() -> request.watched().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
