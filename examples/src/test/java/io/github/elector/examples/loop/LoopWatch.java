// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.Await;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vertx for each test, which fails if one of its event loops was blocked for longer than 200 ms: by waiting, or by that
 * much work of the processor.
 *
 * <p>On a busy machine a loop may seem blocked only because nobody gives a processor to it, or to who holds a lock. Then it
 * has used less of one; that is not held against it before two seconds are over, by which time something else waits.
 */
public final class LoopWatch implements BeforeEachCallback, AfterEachCallback {
    private static final long LIMIT_MILLIS = 200;
    private static final long SYSTEM_LIMIT_MILLIS = 2_000;
    private static final long TICK_MILLIS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static boolean isWarm;

    private final List<String> blocked = new ArrayList<>();
    /** Of each event loop: the processor time it had used by then. */
    private final Map<Thread, NavigableMap<Long, Long>> used = new ConcurrentHashMap<>();

    private Vertx vertx;
    private Thread clerk;

    /** That of this test. */
    public Vertx vertx() {
        return vertx;
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        open();
    }

    void open() {
        warmUp();
        vertx = make();
        for (EventExecutor loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            Promise<Thread> thread = Promise.promise();
            loop.execute(() -> thread.complete(Thread.currentThread()));
            used.put(Await.await("a thread", thread.future()), new TreeMap<>());
        }
        clerk = new Thread(this::noteUse, "loop-watch");
        clerk.setDaemon(true);
        clerk.start();
        ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::hear);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
        assertThat(blocked()).as("event loops blocked over 200 ms").isEmpty();
    }

    void close() {
        Await.await("the end of the Vertx", vertx.close());
        clerk.interrupt();
    }

    synchronized List<String> blocked() {
        return List.copyOf(blocked);
    }

    private void hear(BlockedThreadEvent event) {
        Optional.ofNullable(used.get(event.thread()))
                .flatMap(samples -> complaint(event, samples))
                .ifPresent(this::complain);
    }

    private synchronized void complain(String complaint) {
        blocked.add(complaint);
    }

    private static Optional<String> complaint(BlockedThreadEvent event, NavigableMap<Long, Long> samples) {
        // What it does and where, of one moment: asked one after the other, it may have gone on between.
        ThreadInfo now = THREADS.getThreadInfo(event.thread().getId(), Integer.MAX_VALUE);
        if (now == null) {
            return Optional.empty();
        }
        long millis = event.duration() / 1_000_000;
        Thread.State state = now.getThreadState();
        long usedMillis = (used(event.thread()) - before(samples, System.nanoTime() - event.duration())) / 1_000_000;
        boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
        boolean isBlocked = waits || usedMillis > LIMIT_MILLIS || millis > SYSTEM_LIMIT_MILLIS;
        return isBlocked
                ? Optional.of(now.getThreadName() + " for " + millis + " ms, " + usedMillis + " of a processor, "
                        + state + " in " + List.of(now.getStackTrace()))
                : Optional.empty();
    }

    private static long before(NavigableMap<Long, Long> samples, long nanos) {
        synchronized (samples) {
            Map.Entry<Long, Long> sample = samples.floorEntry(nanos);
            return sample == null ? 0 : sample.getValue();
        }
    }

    private void noteUse() {
        while (!Thread.currentThread().isInterrupted()) {
            used.forEach((thread, samples) -> {
                long use = used(thread);
                synchronized (samples) {
                    samples.put(System.nanoTime(), use);
                }
            });
            LockSupport.parkNanos(TICK_MILLIS * 1_000_000);
        }
    }

    private static long used(Thread thread) {
        return Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
    }

    /** Loads what any use of HTTP and JSON loads, once: a JVM takes its time for that. */
    private static synchronized void warmUp() {
        if (isWarm) {
            return;
        }
        isWarm = true;
        JsonObject json =
                new JsonObject().put("a", new JsonArray().add(1L).add("b")).put("c", new JsonObject());
        if (!new JsonObject(json.encode()).equals(json)
                || !new JsonArray("[{}]").equals(JsonArray.of(new JsonObject()))) {
            throw new AssertionError("JSON is not what it was");
        }
        Vertx warm = make();
        Await.await(
                "a first exchange",
                warm.createHttpServer()
                        .requestHandler(request -> request.response().end("warm"))
                        .listen(0, "127.0.0.1")
                        .compose(server ->
                                warm.createHttpClient().request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/"))
                        .compose(request -> request.send())
                        .compose(response -> response.body()));
        Await.await("the end", warm.close());
    }

    private static Vertx make() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(4)
                .setInternalBlockingPoolSize(4)
                .setBlockedThreadCheckInterval(25)
                .setMaxEventLoopExecuteTime(LIMIT_MILLIS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }
}
