// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.Await;
import io.vertx.core.Promise;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The watch over event loops notices what it is there to notice. */
class LoopWatchTest {
    @Test
    void loopThatWaitsIsBlockedAndOneThatIsFreeIsNot() {
        LoopWatch watch = new LoopWatch();
        watch.open();
        Promise<Void> free = Promise.promise();
        watch.vertx().setTimer(300, due -> free.complete());
        Await.await("a loop that is free", free.future());
        assertThat(watch.blocked()).isEmpty();

        Promise<Boolean> waited = Promise.promise();
        watch.vertx().runOnContext(turn -> {
            try {
                waited.complete(new CountDownLatch(1).await(600, TimeUnit.MILLISECONDS));
            } catch (InterruptedException interrupted) {
                waited.fail(interrupted);
            }
        });
        Await.await("a loop that waits", waited.future());

        assertThat(watch.blocked()).isNotEmpty().allMatch(line -> line.contains("CountDownLatch"));
        Await.await("the end", watch.vertx().close());
    }
}
