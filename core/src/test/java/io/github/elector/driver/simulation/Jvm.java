// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.PlayedHosts;
import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.simulation.Chance;
import io.github.elector.term.Deadlines;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Ticker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.internal.FutureInternal;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.ExecutorServiceFactory;
import io.vertx.core.spi.VertxThreadFactory;
import io.vertx.core.spi.file.FileResolver;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process: a real Vertx of which nothing runs by itself. Its event loops, its worker pools, the threads it starts and
 * the thread of the JVM that keeps the deadlines of futures without a context all take their turns in the simulation.
 */
final class Jvm {
    final World world;
    final Machine machine;
    final Chance chance;
    final Ticker ticker = new OwnTicker();
    final Vertx vertx;
    final PlayedHosts hosts;
    final Map<ComponentName, Candidate> candidates = new LinkedHashMap<>();
    final List<PlayedStore> stores = new ArrayList<>();

    private final String name;
    private final long bornNanos;
    private final HandLoops loops;
    private final HandLoop deadlineThread;
    private final List<Runnable> held = new ArrayList<>();
    private boolean alive = true;
    private boolean paused;
    private long pausedAt;
    private long pausedNanos;
    private int made;
    boolean closing;

    /** What users asked of it completes in this time. */
    private final class OwnTicker implements Ticker {
        @Override
        public long initialNanoTime() {
            return 0;
        }

        @Override
        public long nanoTime() {
            return machine.clock.now().nanos() - bornNanos;
        }

        @Override
        public void sleep(long delay, TimeUnit unit) {
            throw new UnsupportedOperationException("nothing blocks here");
        }
    }

    Jvm(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
        this.name = machine.name + "." + ++machine.incarnations;
        this.chance = new Chance(world.scenario.seed() * 31 + name.hashCode());
        this.bornNanos = machine.clock.now().nanos();
        this.loops = new HandLoops(() -> newLoop("loop" + made++), world.scenario.loops());
        this.deadlineThread = newLoop("deadlines");
        this.vertx = newVertx();
        SplittableRandom random = new SplittableRandom(chance.bits());
        this.hosts = new PlayedHosts(machine.clock::now, random, new DeadlinesOfThisJvm(), (any, config) -> {
            PlayedStore store = new PlayedStore(this);
            stores.add(store);
            return store;
        });
        new Ear(this).listen();
        for (ComponentName component : world.scenario.components()) {
            candidates.put(component, new Candidate(this, component));
        }
    }

    private HandLoop newLoop(String kind) {
        return new HandLoop(this, name + "/" + kind, new Chance(world.scenario.seed() + (name + kind).hashCode()));
    }

    private Vertx newVertx() {
        VertxBootstrap bootstrap = VertxBootstrap.create();
        bootstrap.options(new VertxOptions()
                .setDisableTCCL(true)
                .setBlockedThreadCheckInterval(1)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.DAYS));
        bootstrap.threadFactory(new HandThreads());
        bootstrap.executorServiceFactory(new HandPools());
        bootstrap.fileResolver(new NoFiles());
        bootstrap.transport(new HandTransport());
        Vertx made = bootstrap.vertx();
        ((VertxInternal) made).blockedThreadChecker().close();
        made.exceptionHandler(this::escaped);
        return made;
    }

    /** In true time from now, unless it is dead by then; if it is paused then, when it goes on. */
    void later(long nanos, Runnable step) {
        world.timeline.after(nanos, () -> {
            if (paused) {
                held.add(step);
            } else if (alive) {
                run(step);
            }
        });
    }

    private static void run(Runnable step) {
        try {
            step.run();
        } catch (RejectedExecutionException closed) {
            // Whoever completes a promise of a context that is gone gets this, and nobody hears of the promise.
        }
    }

    /** Campaigns for everything. */
    void start() {
        world.say(() -> this + " starts");
        candidates.values().forEach(candidate -> later(chance.between(0, 5_000_000), candidate::start));
    }

    void kill() {
        world.say(() -> this + " is killed");
        alive = false;
        paused = false;
        held.clear();
        machine.jvm = null;
        machine.asleep = false;
        world.referee.dead(this);
    }

    void pause() {
        paused = true;
        pausedAt = world.timeline.now();
    }

    /** Everything that piled up happens now, in some order. */
    void goOn() {
        paused = false;
        pausedNanos += world.timeline.now() - pausedAt;
        List<Runnable> steps = List.copyOf(held);
        held.clear();
        steps.forEach(step -> later(chance.between(0, 200_000), step));
        if (stores.stream().anyMatch(PlayedStore::isPreparing)) {
            world.effectIn(Scenario.prepareHangsNanos());
        }
    }

    boolean isAlive() {
        return alive;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isRunning() {
        return alive && !paused;
    }

    /** For how long in true time it has not been paused. */
    long awakeNanos() {
        return (paused ? pausedAt : world.timeline.now()) - pausedNanos;
    }

    /** The Vertx is closed, as by a signal. */
    void close() {
        if (!closing) {
            closing = true;
            world.say(() -> this + " closes its Vertx");
            Future<Void> closed = vertx.close();
            world.tally.add(Kind.VERTX_CLOSED);
            new Promised(this, "vertx.close()", world.scenario.vertxCloseNanos()).watch(closed.onComplete(done -> {
                world.say(() -> this + " has closed its Vertx");
                later(0, this::exit);
            }));
        }
    }

    private void exit() {
        world.referee.exits(this);
        kill();
        world.startLater(machine);
    }

    /** Something came to an exception handler, or out of a task. */
    void escaped(Throwable thrown) {
        if (thrown instanceof UserError) {
            world.tally.add(Kind.USER_ERRORS);
        } else if (!(thrown instanceof RejectedExecutionException && loops.isShutdown())) {
            // Of a Vertx whose loops are shut down, Vert.x may still tell a context of an undeployment.
            world.referee.escaped(this, thrown);
        }
    }

    int timers() {
        return loops.timers() + deadlineThread.timers();
    }

    int backlog() {
        return loops.backlog() + held.size();
    }

    /** A context that is nobody's. */
    Context otherContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    @Override
    public String toString() {
        return name;
    }

    private final class DeadlinesOfThisJvm implements Deadlines {
        @Override
        public <T> Future<T> within(long millis, Future<T> future) {
            if (future.isComplete() || ((FutureInternal<T>) future).context() != null) {
                return future.timeout(millis, TimeUnit.MILLISECONDS);
            }
            // As FutureBase does it with the executor of the JVM.
            Promise<T> promise = Promise.promise();
            var deadline = deadlineThread.schedule(
                    () -> promise.fail(new TimeoutException("Timeout " + millis + " (ms) fired")),
                    millis,
                    TimeUnit.MILLISECONDS);
            future.onComplete((value, failure) -> {
                if (deadline.cancel(false)) {
                    promise.complete(value, failure);
                }
            });
            return promise.future();
        }
    }

    private final class HandTransport extends NioTransport {
        @Override
        public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
            return type == IO_EVENT_LOOP_GROUP ? loops : new HandLoops(() -> newLoop("acceptor"), 1);
        }
    }

    private final class HandPools implements ExecutorServiceFactory {
        @Override
        public ExecutorService createExecutor(ThreadFactory threads, Integer core, Integer most) {
            return new HandPool(Jvm.this, new Chance(world.scenario.seed() + (name + "pool" + made++).hashCode()));
        }
    }

    /** Threads whose whole life is one step. */
    private final class HandThreads implements VertxThreadFactory {
        @Override
        public VertxThread newVertxThread(
                Runnable target, String threadName, boolean worker, long maxExecTime, TimeUnit unit) {
            return new VertxThread(target, threadName, worker, maxExecTime, unit) {
                @Override
                public synchronized void start() {
                    later(chance.between(100, 100_000), target);
                }
            };
        }
    }

    private static final class NoFiles implements FileResolver {
        @Override
        public File resolve(String fileName) {
            return new File(fileName);
        }

        @Override
        public void close() {}
    }
}
