// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreAnswer.Holdings;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session holds by one answer after the other, of which the one before is kept. */
class SessionHeartbeatTest {
    private static final SessionId SESSION = new SessionId("node~1");
    private static final String FIRST = "('a', 1), ('b', 2)";

    private final TestStores stores = new TestStores();
    private final DedicatedConnection connection = stores.dedicated();
    private final SessionHeartbeat heartbeat = heartbeat();

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void whatHasNotChangedIsNotMadeAgain() {
        Holdings before = held(2, 3, FIRST);

        assertThat(held(2, 3, FIRST)).isSameAs(before);
        assertThat(before).isEqualTo(new Holdings(2, 3, List.of(term("a", 1), term("b", 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "('a', 1), ('b', 3)",
                "('a', 1), ('c', 2)",
                "('b', 2), ('a', 1)",
                "('a', 1)",
                "('b', 2)",
                "('a', 1), ('b', 2), ('c', 3)",
                "('a', 1), ('no name of ours', 2)",
                "(NULL, NULL)"
            })
    void whatHasChangedIsReadAgain(String rows) {
        held(2, 3, FIRST);

        assertThat(held(2, 3, rows)).isEqualTo(held(heartbeat(), 2, 3, rows));
    }

    @Test
    void countedLeasesAreComparedByCountAndSum() {
        Holdings before = held(1_000, 77, "(NULL, NULL)");

        assertThat(held(1_000, 77, "(NULL, NULL)")).isSameAs(before);
        assertThat(held(1_000, 78, "(NULL, NULL)")).isEqualTo(new Holdings(1_000, 78, List.of()));
        assertThat(held(1_001, 78, "(NULL, NULL)")).isEqualTo(new Holdings(1_001, 78, List.of()));
        assertThat(held(2, 3, FIRST).terms()).hasSize(2);
    }

    @Test
    void sessionHasOneUntilManyOthersBeat() {
        SessionHeartbeats all = new SessionHeartbeats(dialect());
        SessionHeartbeat first = all.of(SESSION);
        for (int i = 1; i < SessionHeartbeats.MOST; i++) {
            all.of(new SessionId("other~" + i));
        }

        assertThat(all.of(SESSION)).isSameAs(first);
        for (int i = 1; i <= SessionHeartbeats.MOST; i++) {
            all.of(new SessionId("another~" + i));
        }
        assertThat(all.of(SESSION)).isNotSameAs(first);
    }

    private SessionHeartbeat heartbeat() {
        return new SessionHeartbeat(dialect(), SESSION);
    }

    private Dialect dialect() {
        SqlStoreOptions options = new SqlStoreOptions(TestStores.options(stores.schema));
        return new PostgresDialect(options.tables(TableNaming.POSTGRES));
    }

    private Holdings held(long leases, long sum, String rows) {
        return held(heartbeat, leases, sum, rows);
    }

    /** What it makes of such rows, as a server answers them. */
    private Holdings held(SessionHeartbeat heartbeat, long leases, long sum, String rows) {
        RowSet<Row> answer = await(
                "the rows",
                connection.query(
                        "rows",
                        "SELECT 'one' AS generation, 1::bigint AS up_millis, 1::bigint AS beaten_version,"
                                + " NULL::text AS closed_by, $1::bigint AS leases, $2::bigint AS term_sum,"
                                + " component::text, term::bigint FROM (VALUES " + rows
                                + ") AS listed (component, term)",
                        Tuple.of(leases, sum)));
        return ((StoreAnswer.Beat) heartbeat.read(answer)).holdings();
    }

    private static TermId term(String component, long number) {
        return new TermId(new ComponentName(component), number, SESSION);
    }
}
