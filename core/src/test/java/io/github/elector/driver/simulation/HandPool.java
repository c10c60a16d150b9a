// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.simulation.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A worker pool whose tasks run when the simulation says so, each in no time; a pool that is shut down forgets what waits,
 * as a real one does.
 */
final class HandPool extends AbstractExecutorService {
    private final Jvm jvm;
    private final Chance chance;
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean shut;

    HandPool(Jvm jvm, Chance chance) {
        this.jvm = jvm;
        this.chance = chance;
    }

    @Override
    public void execute(Runnable task) {
        if (shut) {
            throw new RejectedExecutionException("the pool is shut down");
        }
        waiting.add(task);
        long way = chance.percent(5) ? chance.skewed(0, 50_000_000) : chance.between(100, 50_000);
        jvm.later(way, () -> {
            if (waiting.remove(task)) {
                try {
                    task.run();
                } catch (Throwable escaped) {
                    jvm.escaped(escaped);
                }
            }
        });
    }

    @Override
    public void shutdown() {
        shut = true;
    }

    @Override
    public List<Runnable> shutdownNow() {
        shut = true;
        List<Runnable> forgotten = List.copyOf(waiting);
        waiting.clear();
        return forgotten;
    }

    @Override
    public boolean isShutdown() {
        return shut;
    }

    @Override
    public boolean isTerminated() {
        return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shut;
    }
}
