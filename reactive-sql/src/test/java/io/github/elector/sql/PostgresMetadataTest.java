// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.store.LeaseStore;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresMetadataTest extends MetadataContract {
    private final TestStores stores = new TestStores();

    /** Which a row keeps within itself up to some 1 700 bytes, and beside it from there on. */
    @ParameterizedTest
    @ValueSource(ints = {50, 1_600, 1_800, 2_048})
    void heartbeatsStayHeapOnlyUpdatesWhateverIsAdvertised(int size) {
        LeaseStore store = stores.prepared();
        SessionId session = TestStores.freshSession();
        await("the opening", store.open(TestStores.opening(session).advertising(incompressible(size))));
        for (int i = 0; i < 200; i++) {
            await("a heartbeat", store.heartbeat(session));
        }
        // Backends report their counts when they end.
        stores.terminateBackends();

        Row counts = stores.execute("SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables"
                        + " WHERE schemaname = '%s' AND relname = 'leader_sessions'")
                .iterator()
                .next();

        assertThat(counts.getLong(0)).isEqualTo(200);
        // A page of four such rows is full while anybody's snapshot, a vacuum's too, keeps what was before: then one
        // update
        // in four goes to another page. Were an index in the way, all would.
        assertThat(counts.getLong(1)).isBetween(140L, 200L);
    }

    private static String incompressible(int size) {
        StringBuilder text = new StringBuilder("{\"a\":\"");
        new Random(size).ints(size - 8, 0x23, 0x5b).forEach(c -> text.append((char) c));
        return text.append("\"}").toString();
    }

    @Override
    LeaseStore prepared() {
        return stores.prepared();
    }

    @Override
    JsonObject storeConfig() {
        return TestStores.options(stores.schema).put("uri", stores.uri());
    }

    @Override
    Dialect dialect() {
        return new PostgresDialect(new SqlStoreOptions(TestStores.options(stores.schema)).tables(TableNaming.POSTGRES));
    }

    @Override
    DedicatedConnection dedicated() {
        return stores.dedicated();
    }

    @Override
    void execute(String sql) {
        stores.execute(sql.replace("{sessions}", "%s.leader_sessions"));
    }

    @Override
    String longText(int length) {
        // Of that length as it is kept, too.
        execute("ALTER TABLE {sessions} ALTER COLUMN metadata SET STORAGE EXTERNAL");
        return "repeat('x', " + length + ")";
    }

    @Override
    void widenTheColumn() {
        // It is as wide as it can be.
    }

    @Override
    String overview(String component) {
        return stores.execute("SELECT metadata FROM %s.leader_overview WHERE component = '" + component + "'")
                .iterator()
                .next()
                .getString(0);
    }

    @Override
    void closeStores() {
        stores.close();
    }
}
