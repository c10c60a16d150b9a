// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.infra.Blackhole;

/** On an event loop, as the benchmark is if it is not told where. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MutinyBenchmarkTest {
    private final MutinyBenchmark benchmark = new MutinyBenchmark();
    private final Blackhole blackhole = new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

    @AfterEach
    void close() {
        benchmark.close();
    }

    @Test
    void aFutureThatFailsIsNotMeasured() {
        assertThatThrownBy(() -> benchmark.calls(
                        (hole, refusal) -> Future.failedFuture("no").onComplete(hole::consume, refusal), blackhole))
                .hasMessageContaining("no");
    }

    @Test
    void aUniThatFailsIsNotMeasured() {
        assertThatThrownBy(() -> benchmark.calls(
                        (hole, refusal) -> Uni.createFrom()
                                .failure(new IllegalStateException("no"))
                                .subscribe()
                                .with(hole::consume, refusal),
                        blackhole))
                .hasMessageContaining("no");
    }

    @Test
    void aCallThatThrowsIsNotMeasured() {
        assertThatThrownBy(() -> benchmark.calls(
                        (hole, refusal) -> {
                            throw new IllegalStateException("thrown");
                        },
                        blackhole))
                .hasMessageContaining("thrown");
    }
}
