// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody else writes between a heartbeat and the statement that reads it back. */
class MysqlReadBackTest {
    private static final String BEAT_OF_AN_ATTEMPT_GIVEN_UP =
            "UPDATE leader_sessions SET version = version + 1, nonce = 'late' WHERE session_id = '%s' AND closed = 0";
    private static final String CLOSE =
            "UPDATE leader_sessions SET closed = 1, closed_by = 'x' WHERE session_id = '%s'";

    private final MysqlStores stores = new MysqlStores();
    private final Queue<String> inBetween = new ArrayDeque<>();
    private final LeaseStore store = stores.prepared(EditedStores.mysql(
            stores.vertx,
            new StoreConfig(stores.uri(), MysqlStores.options(), "elector", TestStores.TIMEOUT.toNanos()),
            this::withWhatComesInBetween));

    @AfterEach
    void close() {
        await("the store's close", store.close());
        stores.close();
    }

    @Test
    void heartbeatOvertakenByALateOneOfItsSessionIsNoNo() {
        SessionId session = opened(store);
        inBetween.add(BEAT_OF_AN_ATTEMPT_GIVEN_UP.formatted(session));

        Throwable failure = failure("a heartbeat that was overtaken", store.heartbeat(session));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        LeaseStoreException.class,
                        unknown -> assertThat(unknown.kind()).isEqualTo(Kind.TIMED_OUT))
                .hasMessageContaining("given up");
        assertThat(await("the next heartbeat", store.heartbeat(session))).isInstanceOf(StoreAnswer.Beat.class);
    }

    @Test
    void heartbeatOfASessionThatWasClosedBehindItIsANo() {
        SessionId session = opened(store);
        inBetween.add(CLOSE.formatted(session));

        assertThat(await("a heartbeat", store.heartbeat(session))).isEqualTo(new StoreAnswer.Gone("x"));
    }

    /** Run when the heartbeat is answered and what reads it back is not sent yet. */
    private String withWhatComesInBetween(String statement) {
        if (statement.contains("beaten_version")) {
            List.copyOf(inBetween).forEach(stores::execute);
            inBetween.clear();
        }
        return statement;
    }
}
