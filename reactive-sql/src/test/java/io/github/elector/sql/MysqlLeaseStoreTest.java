// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.MysqlServer;
import io.github.elector.sql.testing.TestDatabases;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreConfig;
import io.github.elector.testkit.LeaseStoreContract;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

/** The contract on a real MariaDB, or a MySQL that was given, as a user who may SELECT, INSERT and UPDATE and nothing else. */
class MysqlLeaseStoreTest extends LeaseStoreContract {
    private static final MysqlServer SERVER = TestDatabases.mysql();

    private String uri = "";

    @Override
    protected void emptyData() {
        String database = SERVER.freshDatabase();
        MysqlStores.createTables(SERVER, database);
        uri = SERVER.freshGrantedUser("pw", database);
    }

    @Override
    protected LeaseStore newStore(Vertx vertx) {
        return SqlLeaseStore.mysql(
                vertx, new StoreConfig(uri, MysqlStores.options(), "elector-test", TestStores.TIMEOUT.toNanos()));
    }

    @Test
    void rowThatNamesThisSessionIsNoYesIfAnotherAttemptWroteIt() {
        SessionId session = opened();
        TermId held = granted(session, BILLING);
        TermId before = new TermId(BILLING, held.number() - 1, session);

        assertThat(acquireOne(session, claimOfNoRow(BILLING))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(acquireOne(session, claim(before))).isInstanceOf(StoreAnswer.Refused.class);
        assertThat(lease(BILLING).term()).isEqualTo(held);
    }
}
