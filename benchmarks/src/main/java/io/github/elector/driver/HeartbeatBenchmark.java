// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.benchmarks.BenchmarkVertx;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.micrometer.ElectorMeters;
import io.github.elector.session.Grant;
import io.github.elector.store.MemoryLeaseStore;
import io.github.elector.term.Deadlines;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What meters and health add to a heartbeat.
 *
 * <p>{@link #heartbeat} and {@link #measuredHeartbeat} go the whole way of a leader's heartbeat through the shipped driver
 * on the memory store: the clock is set ahead by one interval, the host is woken, sends, and takes the answer; the second
 * one tells Micrometer. Both run on their event loop, a thousand at a time, since that is where heartbeats are. What is
 * to be read is the difference. {@link #pulse} is what is written down for health and gauges, which both do. By reasoning
 * a measured statement costs two readings of the monotonic clock (25 ns each), one timer (three adders and a maximum) and
 * 16 bytes in each of the two callbacks.
 *
 * <p>It lies in the driver's package, since the driver shows nobody its heartbeats. Run it with
 * {@code java -jar benchmarks/target/benchmarks.jar driver.Heartbeat -prof gc}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeartbeatBenchmark {
    private static final int BEATS = 1_000;

    private final Timing timing = Timing.ofMillis(30_000, 10_000, 5_000, 5_000);
    private final SessionId session = new SessionId("node-1~0123456789abcdef");
    private final Vertx vertx = BenchmarkVertx.daemon();
    private Leader plain;
    private Leader measured;
    private Pulse pulse;
    private Grant grant;

    /** The clocks of the machine, set ahead. */
    private static final class AdvancedClock implements Clock {
        final AtomicLong aheadNanos = new AtomicLong();

        @Override
        public Moment now() {
            long ahead = aheadNanos.get();
            return new Moment(System.nanoTime() + ahead, System.currentTimeMillis() + ahead / 1_000_000);
        }

        @Override
        public long nanos() {
            return System.nanoTime() + aheadNanos.get();
        }
    }

    /** A driver that leads one component, and the context it lives on. */
    private final class Leader {
        final AdvancedClock clock = new AdvancedClock();
        final Context context = vertx.getOrCreateContext();
        final HostDriver driver;
        final Campaign campaign;

        Leader(String name, ElectorMetrics metrics) {
            ElectorOptions options = new ElectorOptions()
                    .setComponent("billing")
                    .setNode(name)
                    .setPrefix(name)
                    .setStoreUri("memory:" + name);
            Surroundings surroundings = new Surroundings(clock, new SplittableRandom(7), Deadlines.OF_VERTX, metrics);
            Promise<Void> elected = Promise.promise();
            vertx.eventBus().localConsumer(name + ".event.billing", notice -> elected.tryComplete());
            driver = BenchmarkVertx.await(context, () -> {
                HostDriver made = new HostDriver(
                        vertx,
                        HostConfig.of(options, "memory:" + name),
                        surroundings,
                        MemoryLeaseStore.named(vertx, name));
                made.start();
                return Future.succeededFuture(made);
            });
            campaign = BenchmarkVertx.await(driver.join(Map.of(new ComponentName("billing"), TermWork.none())))
                    .get(0);
            BenchmarkVertx.await(elected.future());
        }

        boolean beat() {
            Promise<Void> done = Promise.promise();
            context.runOnContext(turn -> beat(BEATS, done));
            BenchmarkVertx.await(done.future());
            if (campaign.validTerm().isEmpty()) {
                throw new IllegalStateException("it does not lead: heartbeats were not answered");
            }
            return true;
        }

        /** One in each turn: the store answers in the turn behind it. */
        private void beat(int left, Promise<Void> done) {
            if (left == 0) {
                done.complete();
                return;
            }
            clock.aheadNanos.addAndGet(timing.renewNanos());
            driver.start();
            context.runOnContext(turn -> beat(left - 1, done));
        }
    }

    @Setup
    public void lead() {
        plain = new Leader("plain", host -> HostMetrics.NONE);
        measured = new Leader("measured", new ElectorMeters(new SimpleMeterRegistry()));
        ElectorOptions options = new ElectorOptions().setComponent("billing").setStoreUri("memory:");
        pulse = new Pulse(HostConfig.of(options, "memory:"), plain.clock);
        grant = new Grant(plain.clock.now(), timing);
    }

    @TearDown
    public void close() {
        BenchmarkVertx.await(vertx.close());
    }

    /** Nobody measures. */
    @Benchmark
    @OperationsPerInvocation(BEATS)
    public boolean heartbeat() {
        return plain.beat();
    }

    /** Micrometer does. */
    @Benchmark
    @OperationsPerInvocation(BEATS)
    public boolean measuredHeartbeat() {
        return measured.beat();
    }

    /** What the driver writes down for whoever asks. */
    @Benchmark
    public Object pulse() {
        pulse.extended(session, grant);
        return pulse;
    }
}
