// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.TermId;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreBedTest {
    private final Vertx vertx = Vertx.vertx();
    private final String name = UUID.randomUUID().toString();
    private final StoreBed bed = StoreBed.on(vertx, made -> MemoryLeaseStore.named(made, name), 1, 3);
    private final Window window = new Window(bed.context(), 1);

    @AfterEach
    void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void aHeartbeatOfASessionThatWasClosedIsNotMeasured() {
        BenchmarkVertx.await(
                MemoryLeaseStore.named(vertx, name).closeSession(bed.holder(0).session()));

        assertThatThrownBy(() -> window.run(1, bed::heartbeat)).hasMessageContaining("was answered Gone");
    }

    @Test
    void aHeartbeatOfASessionThatLostALeaseIsNotMeasured() {
        BenchmarkVertx.await(MemoryLeaseStore.named(vertx, name)
                .release(bed.holder(0).terms().get(0)));

        assertThatThrownBy(() -> window.run(1, bed::heartbeat)).hasMessageContaining("which holds 3 leases");
    }

    @Test
    void aLookAtWhatNobodyLeadsIsNotMeasured() {
        ComponentName nobodys = new ComponentName("unled");

        assertThatThrownBy(() -> window.run(1, lane -> bed.look(List.of(new LookRequest(List.of(nobodys))))))
                .hasMessageContaining("of 0 sessions");
    }

    @Test
    void aClaimThatIsRefusedIsNotMeasured() {
        assertThatThrownBy(() -> window.run(1, lane -> bed.releaseAndAcquire(lane, new Generation("another"))))
                .hasMessageContaining("was answered Refused");
    }

    @Test
    void aReleaseOfWhatIsAnothersIsNotMeasured() {
        TermId held = bed.holder(0).terms().get(0);
        bed.holder(0).terms().set(0, new TermId(held.component(), held.number() + 1, held.session()));
        Generation generation = bed.generation();

        assertThatThrownBy(() -> window.run(1, lane -> bed.releaseAndAcquire(lane, generation)))
                .hasMessageContaining("not given back");
    }

    @Test
    void whatIsTakenCanBeTakenAgain() {
        Generation generation = bed.generation();

        assertThatCode(() -> window.run(5, lane -> bed.releaseAndAcquire(lane, generation)))
                .doesNotThrowAnyException();
    }
}
