// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.ElectorOptions;
import io.github.elector.benchmarks.BenchmarkVertx;
import io.github.elector.benchmarks.Window;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.MemoryLeaseStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the host's turn to the notice at a consumer in the same process: the driver runs the command of a step, writes the
 * notice and publishes it, and the event bus brings it to whoever listens.
 *
 * <p>{@link #leaderChanged} is the driver's, {@link #plainPublish} the event bus alone with the same message made
 * beforehand. Both are heard on the context of the host, in a later turn of it. {@code window} notices are under way; they
 * arrive in the order they were sent. Run it with {@code java -jar benchmarks/target/benchmarks.jar Notice -prof gc}.
 *
 * <p>It lies in the driver's package, since nobody else runs commands.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class NoticeBenchmark {
    private static final int OPERATIONS = 1_024;
    private static final String ADDRESS = "elector.event.billing";

    @Param({"1", "16"})
    private int window;

    private final Vertx vertx = BenchmarkVertx.daemon();
    private final Context context = vertx.getOrCreateContext();
    private final DeliveryOptions local = new DeliveryOptions().setLocalOnly(true);
    private final Queue<Promise<Void>> underWay = new ArrayDeque<>();
    private final HostCommand.ReportLeader command = new HostCommand.ReportLeader(
            new ComponentName("billing"),
            new TermId(
                    new ComponentName("billing"),
                    1_700_000_000_000L,
                    new SessionId("node-2~0123456789abcdef01234567")));
    private final CompletableFuture<JsonObject> first = new CompletableFuture<>();
    private HostDriver driver;
    private Window inFlight;
    private JsonObject message = new JsonObject();

    @Setup
    public void listen() {
        CompletableFuture<HostDriver> made = new CompletableFuture<>();
        context.runOnContext(turn -> {
            ElectorOptions options = new ElectorOptions()
                    .setComponent("billing")
                    .setNode("node-1")
                    .setStoreUri("memory:notices");
            vertx.eventBus().<JsonObject>localConsumer(ADDRESS, notice -> {
                first.complete(notice.body());
                Promise<Void> waiting = underWay.poll();
                if (waiting != null) {
                    waiting.complete();
                }
            });
            made.complete(new HostDriver(
                    vertx,
                    HostConfig.of(options, "memory:notices"),
                    Surroundings.OF_THE_SYSTEM,
                    MemoryLeaseStore.named(vertx, "notices")));
        });
        driver = made.orTimeout(20, TimeUnit.SECONDS).join();
        inFlight = new Window(context, window);
        new Window(context, 1).run(1, lane -> heard(() -> driver.reporter().reportLeader(command)));
        message = first.join();
        if (!"leader-changed".equals(message.getString("type"))) {
            throw new IllegalStateException("another notice is measured: " + message);
        }
    }

    @TearDown
    public void close() {
        BenchmarkVertx.await(vertx.close());
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void leaderChanged() {
        inFlight.run(OPERATIONS, lane -> heard(() -> driver.reporter().reportLeader(command)));
    }

    @Benchmark
    @OperationsPerInvocation(OPERATIONS)
    public void plainPublish() {
        inFlight.run(OPERATIONS, lane -> heard(() -> vertx.eventBus().publish(ADDRESS, message, local)));
    }

    private Future<Void> heard(Runnable act) {
        Promise<Void> notice = Promise.promise();
        underWay.add(notice);
        act.run();
        return notice.future();
    }
}
