// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaderPoolTest {
    private static final DatabaseUri NOWHERE = new DatabaseUri("postgresql://me@localhost:1/none");

    private final Vertx vertx = Vertx.vertx();
    private final LeaderPool pool = new LeaderPool(vertx, NOWHERE, "test", 1, 5_000);

    @AfterEach
    void close() {
        await("the end", vertx.close());
    }

    @Test
    void actThatThrowsHasFailed() {
        IllegalArgumentException thrown = new IllegalArgumentException("thrown");

        Throwable failure = failure("the act", pool.with(used -> {
            throw thrown;
        }));

        assertThat(failure).isSameAs(thrown);
    }
}
