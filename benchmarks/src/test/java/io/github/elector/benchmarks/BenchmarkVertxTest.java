// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class BenchmarkVertxTest {
    private final Vertx vertx = BenchmarkVertx.daemon();

    @AfterEach
    void close() {
        BenchmarkVertx.await(vertx.close());
    }

    @Test
    void noThreadOfItsEventLoopsKeepsTheFork() {
        boolean daemon = BenchmarkVertx.await(
                vertx.getOrCreateContext(),
                () -> Future.succeededFuture(Thread.currentThread().isDaemon()));

        assertThat(daemon).isTrue();
    }

    @Test
    void whatThrowsOnTheContextEndsTheWait() {
        assertThatThrownBy(() -> BenchmarkVertx.await(vertx.getOrCreateContext(), () -> {
                    throw new IllegalStateException("thrown");
                }))
                .hasMessageContaining("thrown");
    }
}
