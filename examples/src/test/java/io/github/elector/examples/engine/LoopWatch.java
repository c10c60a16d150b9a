// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vertx for each test, which fails if one of its event loops was blocked for longer than 200 ms.
 *
 * <p>A machine that stands still, or gives this JVM no processor, blocks nothing of ours: a thread that wakes every few
 * milliseconds notices, and what was blocked by no more than that time and the limit together is not held against anybody.
 */
public final class LoopWatch implements BeforeEachCallback, AfterEachCallback {
    private static final long LIMIT_MILLIS = 200;
    private static final long TICK_MILLIS = 5;

    private final List<String> blocked = new ArrayList<>();
    private final Deque<long[]> stalls = new ArrayDeque<>();
    private Vertx vertx;
    private Thread control;

    /** That of this test. */
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        open();
    }

    void open() {
        control = new Thread(this::noticeStalls, "loop-watch");
        control.setDaemon(true);
        control.start();
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4)
                .setBlockedThreadCheckInterval(25)
                .setMaxEventLoopExecuteTime(LIMIT_MILLIS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::hear);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        Await.await("the end of the Vertx", vertx.close());
        control.interrupt();
        assertThat(blocked()).as("event loops blocked over 200 ms").isEmpty();
    }

    synchronized List<String> blocked() {
        return List.copyOf(blocked);
    }

    private synchronized void hear(BlockedThreadEvent event) {
        String name = event.thread().getName();
        long millis = event.duration() / 1_000_000;
        if (name.contains("eventloop")
                && millis > LIMIT_MILLIS + stalledMillisSince(System.nanoTime() - event.duration())) {
            blocked.add(name + " for " + millis + " ms in "
                    + List.of(event.thread().getStackTrace()).stream().limit(25).toList());
        }
    }

    private synchronized long stalledMillisSince(long nanos) {
        return stalls.stream()
                .filter(stall -> stall[0] - nanos >= 0)
                .mapToLong(stall -> stall[1])
                .sum();
    }

    private void noticeStalls() {
        long before = System.nanoTime();
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(TICK_MILLIS * 1_000_000);
            long now = System.nanoTime();
            long lateMillis = (now - before) / 1_000_000 - TICK_MILLIS;
            if (lateMillis > TICK_MILLIS) {
                synchronized (this) {
                    stalls.addLast(new long[] {now, lateMillis});
                }
            }
            before = now;
        }
    }
}
