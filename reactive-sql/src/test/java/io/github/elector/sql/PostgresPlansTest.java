// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a server does for a thousand leases, counted by itself as it runs the very statements: how many rows each step
 * of a plan gave on, and how many it threw away. Nothing may compare each lease with each.
 */
class PostgresPlansTest {
    private static final int MANY = 1_000;
    // Twenty-odd steps, each over all of them once or twice. Each with each would be a thousand times that.
    private static final double ROWS_FOR_EACH = 60;

    private final TestStores stores = new TestStores();
    private final LeaseStore store = stores.prepared();
    private final SessionId session = opened(store);
    private final PostgresDialect dialect =
            new PostgresDialect(new SqlStoreOptions(TestStores.options(stores.schema)).tables(TableNaming.POSTGRES));
    private Generation generation;

    @BeforeEach
    void ask() {
        generation = generation(store);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void componentsThatNobodyHadAreClaimedOneByOne() {
        assertThat(rowsFor(on -> dialect.acquire(on, session, claims(), true))).isBetween(1.0, ROWS_FOR_EACH);
    }

    @Test
    void leasesThatOthersHadAreClaimedOneByOne() {
        List<TermId> terms = granted();
        List<Claim> claims = terms.stream()
                .map(term -> new Claim(term.component(), term, generation, -1))
                .toList();

        assertThat(rowsFor(on -> dialect.acquire(on, session, claims, true))).isBetween(1.0, ROWS_FOR_EACH);
    }

    @Test
    void leasesAreReleasedOneByOne() {
        List<TermId> terms = granted();

        assertThat(rowsFor(on -> dialect.release(on, terms))).isBetween(1.0, ROWS_FOR_EACH);
    }

    private List<Claim> claims() {
        return IntStream.range(0, MANY)
                .mapToObj(i -> new Claim(new ComponentName("crowd/" + i), null, generation, -1))
                .toList();
    }

    private List<TermId> granted() {
        return await("the acquire", store.acquire(new AcquireRequest(session, claims()))).stream()
                .map(answer -> ((StoreAnswer.Granted) answer).term())
                .toList();
    }

    /** How many rows the server handled for each lease. */
    private double rowsFor(Function<SqlConnection, Future<RowSet<Row>>> operation) {
        RowSet<Row> plan = await(
                "a plan",
                stores.dedicated()
                        .use(
                                "a plan",
                                on -> operation.apply(EditedStores.edited(
                                        on, statement -> "EXPLAIN (ANALYZE, FORMAT JSON) " + statement))));
        JsonArray plans = (JsonArray) plan.iterator().next().getJson(0);
        return rows(plans.getJsonObject(0).getJsonObject("Plan")) / MANY;
    }

    private static double rows(JsonObject step) {
        double own = step.getDouble("Actual Rows")
                + step.getDouble("Rows Removed by Join Filter", 0.0)
                + step.getDouble("Rows Removed by Filter", 0.0);
        return own * step.getDouble("Actual Loops")
                + step.getJsonArray("Plans", new JsonArray()).stream()
                        .mapToDouble(below -> rows((JsonObject) below))
                        .sum();
    }
}
