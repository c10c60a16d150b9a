// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.SEARCH;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.holder;
import static io.github.elector.sql.TestStores.lease;
import static io.github.elector.sql.TestStores.looked;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that somebody else wrote: complained about, never believed, never a reason to fail. */
class MysqlHostileRowsTest {
    private final MysqlStores stores = new MysqlStores();
    private LeaseStore store;
    private SessionId session;
    private TermId term;

    @BeforeEach
    void holdALeaseInTablesWithoutConstraints() {
        store = stores.prepared();
        session = opened(store);
        term = granted(store, session, BILLING);
        stores.execute("ALTER TABLE leader_sessions MODIFY node varchar(128) CHARACTER SET ascii COLLATE ascii_bin,"
                + " MODIFY version bigint, MODIFY lease_millis bigint, MODIFY renew_millis bigint,"
                + " MODIFY renewed_at datetime(6), MODIFY closed tinyint,"
                + " MODIFY nonce char(36) CHARACTER SET ascii COLLATE ascii_bin");
        stores.execute("ALTER TABLE leader_leases MODIFY holder varbinary(200), MODIFY term bigint,"
                + " MODIFY acquired_at datetime(6), MODIFY released tinyint,"
                + " MODIFY generation varchar(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin,"
                + " MODIFY nonce char(36) CHARACTER SET ascii COLLATE ascii_bin");
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "holder = NULL",
                "holder = ''",
                "holder = 'two words'",
                "holder = repeat(0xE9, 200)",
                "holder = X'00FF80'",
                "holder = X'6C0A62'",
                "term = NULL",
                "term = -1",
                "term = -9223372036854775808",
                "term = 9223372036854775807",
                "term = (UNIX_TIMESTAMP() + 11 * 366 * 86400) * 1000",
                "released = NULL",
                "generation = NULL",
                "generation = ''"
            })
    void leaseRowNoElectorWroteIsAComplaintThatNamesTheColumn(String edit) {
        stores.execute("UPDATE leader_leases SET " + edit);

        LeaseSight sight = lease(store, BILLING);

        String column = edit.substring(0, edit.indexOf(' '));
        assertThat(((LeaseSight.Poisoned) sight).complaint())
                .startsWith("component 'billing' is led by nobody until its row is repaired: column " + column + " is ")
                .contains("; stop its replicas, then run: UPDATE `" + stores.database + "`.`leader_leases` SET ")
                .matches("[\\x20-\\x7e…]*")
                .hasSizeLessThan(700);
    }

    @Test
    void repairStatementOfTheComplaintRepairs() {
        stores.execute("UPDATE leader_leases SET term = -5");
        String complaint = ((LeaseSight.Poisoned) lease(store, BILLING)).complaint();

        stores.execute(complaint.substring(complaint.indexOf("UPDATE ")));

        LeaseSight.Row repaired = (LeaseSight.Row) lease(store, BILLING);
        assertThat(repaired.lease().released()).isTrue();
        TermId next = TestStores.taken(store, opened(store), repaired.lease().term());
        assertThat(next.number()).isGreaterThan(term.number());
    }

    @Test
    void poisonedRowCostsOnlyItself() {
        granted(store, session, SEARCH);
        stores.execute("UPDATE leader_leases SET term = NULL WHERE component = 'billing'");

        StoreAnswer.Looked looked = looked(store, BILLING, SEARCH);

        assertThat(looked.leases().get(BILLING)).isInstanceOf(LeaseSight.Poisoned.class);
        assertThat(looked.leases().get(SEARCH)).isInstanceOf(LeaseSight.Row.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version = NULL",
                "version = -1",
                "lease_millis = NULL",
                "lease_millis = 0",
                "lease_millis = -9223372036854775808",
                "lease_millis = NULL, renewed_at = '1000-01-01'",
                "renew_millis = NULL",
                "renewed_at = NULL",
                "renewed_at = '0000-00-00 00:00:00'",
                "closed = NULL"
            })
    void sessionRowNoElectorWroteIsShownWithALeaseNobodyBelieves(String edit) {
        stores.execute("SET sql_mode = ''; UPDATE leader_sessions SET " + edit);

        SessionSight sight = holder(store, BILLING);

        assertThat(sight.id()).isEqualTo(session);
        assertThat(sight.closed()).isFalse();
        assertThat(sight.leaseMillis()).isEqualTo(SessionSight.UNREADABLE);
    }

    @Test
    void sessionIdNoElectorWroteIsLeftOut() {
        stores.execute("INSERT INTO leader_sessions SELECT 'two words', node, 0, 1, 1, started_at,"
                + " started_at - INTERVAL 1 DAY, 0, NULL, nonce, NULL FROM leader_sessions");

        assertThat(looked(store).sessions()).isEmpty();
    }

    @Test
    void silentSessionsFromTheFarPastDoNotBreakTheLook() {
        stores.execute("UPDATE leader_sessions SET renewed_at = '1000-01-01', lease_millis = 9223372036854775807");
        assertThat(looked(store).sessions()).isEmpty();

        stores.execute("UPDATE leader_sessions SET lease_millis = 30000");
        assertThat(looked(store).sessions()).containsKey(session);
    }

    @Test
    void heartbeatDoesNotCountTermsNoElectorWrote() {
        for (String number : new String[] {"NULL", "-1", "9223372036854775807", "9223372036854775806"}) {
            stores.execute("INSERT INTO leader_leases SELECT 'hostile" + number + "', holder, " + number
                    + ", acquired_at, 0, generation, nonce FROM leader_leases WHERE component = 'billing'");
        }

        assertThat(beat().holdings().terms()).containsExactly(term);
    }

    @Test
    void heartbeatDoesNotCountComponentsNoElectorCanHave() {
        stores.execute("INSERT INTO leader_leases SELECT X'74770A6F', holder, term, acquired_at, 0, generation, nonce"
                + " FROM leader_leases WHERE component = 'billing'");

        StoreAnswer.Holdings holdings = beat().holdings();

        assertThat(holdings.terms()).containsExactly(term);
        assertThat(holdings.isComplete()).isTrue();
        assertThat(holdings.termSum()).isEqualTo(term.number());
    }

    @Test
    void absurdTermIsNotTakenOver() {
        stores.execute("UPDATE leader_leases SET term = 9223372036854775807");
        TermId absurd = new TermId(BILLING, Long.MAX_VALUE, session);

        StoreAnswer.Acquired answer =
                TestStores.acquired(store, TestStores.claim(store, TestStores.freshSession(), absurd));

        assertThat(answer).isInstanceOf(StoreAnswer.Refused.class);
    }

    private StoreAnswer.Beat beat() {
        return (StoreAnswer.Beat) await("the heartbeat", store.heartbeat(session));
    }
}
