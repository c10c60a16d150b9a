// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.Fence;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Test;

class MysqlResourceWriterTest extends ResourceWriterContract {
    @Override
    ResourceGround ground(Vertx vertx) {
        return ResourceGround.mysql(vertx);
    }

    /** The connection that failed goes back into its pool, and would keep the lock for as long as it is there. */
    @Test
    void afterACreationThatFailedAnotherNeedNotWait() {
        await("the drop", ground.pool.query("DROP VIEW applications").execute());
        await("the drop", ground.pool.query("DROP VIEW instances").execute());
        await("a table", ground.pool.query("CREATE TABLE instances (n int)").execute());
        failure("the creation", ground.writer.createTables());

        await("the drop", ground.pool.query("DROP TABLE instances").execute());
        await("another", ground.writer(Fence.DEFAULT_LIMIT).createTables());

        assertThat(ground.number("SELECT count(*) FROM instances")).isZero();
    }
}
