// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.github.elector.testkit.LeaseStoreContract;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on a server whose defaults for a session are as unhelpful as they may be. */
class MysqlStrangeDefaultsTest extends LeaseStoreContract {
    private static final MysqlServer SERVER = TestDatabases.mysql();
    private static final Map<String, String> STRANGE = new LinkedHashMap<>();
    private static final Map<String, String> BEFORE = new LinkedHashMap<>();

    static {
        STRANGE.put("sql_mode", "'ANSI,NO_BACKSLASH_ESCAPES,HIGH_NOT_PRECEDENCE,PAD_CHAR_TO_FULL_LENGTH'");
        STRANGE.put("time_zone", "'+05:45'");
        STRANGE.put("tx_isolation", "'SERIALIZABLE'");
        STRANGE.put("transaction_isolation", "'SERIALIZABLE'");
        STRANGE.put("innodb_snapshot_isolation", "1");
        STRANGE.put("innodb_lock_wait_timeout", "3600");
        STRANGE.put("unique_checks", "0");
        STRANGE.put("foreign_key_checks", "0");
        STRANGE.put("sql_safe_updates", "1");
        STRANGE.put("sql_select_limit", "1");
        STRANGE.put("collation_server", "'utf16_general_ci'");
        STRANGE.put("autocommit", "0");
    }

    private String database = "";
    private String uri = "";

    @BeforeAll
    static void misconfigure() {
        // Not every server has each of them.
        STRANGE.keySet()
                .removeIf(name -> SERVER.execute("SHOW GLOBAL VARIABLES LIKE '" + name + "'")
                                .size()
                        == 0);
        STRANGE.forEach((name, value) -> {
            String now = SERVER.execute("SELECT @@global." + name)
                    .iterator()
                    .next()
                    .getValue(0)
                    .toString();
            BEFORE.put(name, now.matches("\\d+") ? now : "'" + now + "'");
        });
        STRANGE.forEach((name, value) -> SERVER.execute("SET GLOBAL " + name + " = " + value));
    }

    @AfterAll
    static void putRight() {
        BEFORE.forEach((name, value) -> SERVER.execute("SET GLOBAL " + name + " = " + value));
    }

    @Override
    protected void emptyData() {
        database = SERVER.freshDatabase();
        MysqlStores.createTables(SERVER, database);
        uri = SERVER.freshGrantedUser("pw", database);
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return store(vertx, uri + "?useAffectedRows=true");
    }

    @Test
    void whatWasWrittenIsCommitted() {
        SessionId session = opened();
        granted(session, BILLING);
        beat(session);

        assertThat(SERVER.execute("SELECT version FROM " + database + ".leader_sessions")
                        .iterator()
                        .next()
                        .getLong(0))
                .isEqualTo(1);
    }

    @Test
    void sessionsWithOtherDefaultsAgreeOnTimeAndGeneration() {
        SessionId session = opened();
        granted(session, BILLING);
        SERVER.execute("SET GLOBAL time_zone = '-11:00'");

        LeaseStore elsewhere = newStore(vertx);
        try {
            await("prepare", elsewhere.prepare());
            assertThat(TestStores.holder(elsewhere, BILLING).silentMillis()).isBetween(-1_000L, 20_000L);
            assertThat(TestStores.generation(elsewhere)).isEqualTo(generation());
        } finally {
            await("the close", elsewhere.close());
            SERVER.execute("SET GLOBAL time_zone = " + STRANGE.get("time_zone"));
        }
    }

    private static LeaseStore store(Vertx vertx, String uri) {
        return SqlLeaseStore.mysql(
                vertx, new StoreConfig(uri, MysqlStores.options(), "elector-test", TestStores.TIMEOUT.toNanos()));
    }
}
