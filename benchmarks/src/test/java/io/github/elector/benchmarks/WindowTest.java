// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final Vertx vertx = Vertx.vertx();
    private final Vertx rival = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private int underWay;
    private int most;

    @AfterEach
    void close() {
        Future.all(vertx.close(), rival.close())
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Test
    void asManyOperationsAreInFlightAsTheWindowIsWide() {
        Window window = new Window(context, 3);

        window.run(96, lane -> later());

        assertThat(most).isEqualTo(3);
        assertThat(underWay).isZero();
    }

    @Test
    void everyOperationIsRunOnce() {
        AtomicInteger count = new AtomicInteger();

        new Window(context, 4).run(131, lane -> {
            count.incrementAndGet();
            return later();
        });

        assertThat(count).hasValue(131);
    }

    @Test
    void aLaneHasOneOperationInFlight() {
        List<Integer> inLane = new ArrayList<>(List.of(0, 0));
        List<Integer> seen = new ArrayList<>();

        new Window(context, 2).run(64, lane -> {
            seen.add(inLane.get(lane));
            inLane.set(lane, inLane.get(lane) + 1);
            return later().onComplete(done -> inLane.set(lane, inLane.get(lane) - 1));
        });

        assertThat(seen).hasSize(64).containsOnly(0);
    }

    @Test
    void anOperationThatFailsEndsTheRun() {
        Window window = new Window(context, 1);

        assertThatThrownBy(() -> window.run(5, lane -> Future.failedFuture("no yes")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no yes");
    }

    @Test
    void anOperationThatThrowsEndsTheRun() {
        Window window = new Window(context, 1);

        assertThatThrownBy(() -> window.run(5, lane -> {
                    throw new IllegalStateException("thrown");
                }))
                .hasMessageContaining("thrown");
    }

    @Test
    void anAnswerOnAnotherThreadIsRefused() {
        Window window = new Window(context, 1);
        Context other = rival.getOrCreateContext();

        assertThatThrownBy(() -> window.run(2, lane -> {
                    Promise<Void> answer = Promise.promise();
                    // A turn later, when it is waited for: an answer that is there already is met on the own thread.
                    context.runOnContext(later -> other.runOnContext(turn -> answer.complete()));
                    return answer.future();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answered on");
    }

    @Test
    void aWindowThatIsNotKeptFullIsRefused() {
        Window window = new Window(context, 16);

        assertThatThrownBy(() -> window.run(511, lane -> later()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("511 operations do not keep a window of 16 full");
    }

    @Test
    void nearlyEveryOperationIsBegunWhileAllOtherLanesHaveOneInFlight() {
        int operations = Window.leastOperations(16);
        List<Integer> others = new ArrayList<>();

        new Window(context, 16).run(operations, lane -> {
            others.add(underWay);
            return later();
        });

        assertThat(others.stream().filter(inFlight -> inFlight == 15).count()).isGreaterThan(operations * 95L / 100);
    }

    private Future<Void> later() {
        underWay++;
        most = Math.max(most, underWay);
        Promise<Void> answer = Promise.promise();
        context.runOnContext(turn -> {
            underWay--;
            answer.complete();
        });
        return answer.future();
    }
}
