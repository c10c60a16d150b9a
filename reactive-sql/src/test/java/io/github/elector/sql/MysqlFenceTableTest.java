// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.freshSession;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.TermId;
import io.github.elector.testing.PausedTerm;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.Test;

/** The table of fences on MySQL and MariaDB, and what is special there. */
class MysqlFenceTableTest extends FenceTableContract {
    @Override
    FenceGround ground() {
        return new MysqlFenceGround();
    }

    @Test
    void gateOnAPoolThatDoesNotCommitByItselfHasRaisedTheFenceAndLeavesNoLock() {
        Pool manual = ((MysqlFenceGround) ground).manualPool();
        TermId term = new TermId(BILLING, 7, freshSession());
        PausedTerm before = new PausedTerm(new TermId(BILLING, 6, freshSession()));

        await("the gate", fences.gate(manual).open(term));
        failure("a transaction", fences.fence().inTransaction(manual, before, connection -> {
            throw new AssertionError("called");
        }));
        await("what its term failed with", before.failure().future());

        SqlConnection other = ground.connection();
        await("no patience", other.query("SET innodb_lock_wait_timeout = 1").execute());
        await("BEGIN", other.query("BEGIN").execute());
        assertThat(await(
                                "the row, for a change",
                                other.preparedQuery("SELECT term FROM leader_fences WHERE component = ? FOR UPDATE")
                                        .execute(Tuple.of("billing")))
                        .iterator()
                        .next()
                        .getLong(0))
                .isEqualTo(7);
    }
}
