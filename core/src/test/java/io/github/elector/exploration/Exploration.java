// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes every move in every state of a world, until there is no other, a promise is broken, or a limit is reached.
 *
 * <pre>{@code Findings findings = Exploration.of(Scopes.SMALL).threads(2).run();}</pre>
 */
final class Exploration {
    private static final int FRONTIER = 20_000;

    private final Scope scope;
    private int threads = 1;
    private long mostStates = Long.MAX_VALUE;
    private long mostNanos = Long.MAX_VALUE;
    private int frontierSize = FRONTIER;

    private final Visited visited = new Visited();
    private final AtomicLong transitions = new AtomicLong();
    private final AtomicLong ends = new AtomicLong();
    private final AtomicLong processorNanos = new AtomicLong();
    private final AtomicLong depth = new AtomicLong();
    private final AtomicReference<@Nullable Counterexample> found = new AtomicReference<>();
    private final long begun = System.nanoTime();

    private Exploration(Scope scope) {
        this.scope = scope;
    }

    static Exploration of(Scope scope) {
        return new Exploration(scope);
    }

    /** With one, the counterexample is a shortest one as long as not more worlds are open than {@link #openAtMost}. */
    Exploration threads(int count) {
        threads = count;
        return this;
    }

    /** Stops after about so many states. */
    Exploration mostStates(long count) {
        mostStates = count;
        return this;
    }

    Exploration within(Duration time) {
        mostNanos = time.toNanos();
        return this;
    }

    /** From so many open worlds on, about 4 KiB each, the newest come first. */
    Exploration openAtMost(int worlds) {
        frontierSize = worlds;
        return this;
    }

    Findings run() {
        Frontier frontier = new Frontier(frontierSize);
        try {
            World first = new World(scope);
            visited.add(Canon.of(first));
            frontier.add(List.of(new Frontier.Item(first, Trail.BEGINNING)));
            work(frontier);
        } catch (Violation broken) {
            found.set(new Counterexample(scope, String.valueOf(broken.getMessage()), List.of()));
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Findings(
                scope,
                visited.size(),
                transitions.get(),
                depth.get(),
                ends.get(),
                frontier.size(),
                seconds,
                processorNanos.get() / 1e9,
                visited.bytes(),
                found.get());
    }

    private void work(Frontier frontier) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                parts.add(workers.submit(() -> {
                    workOn(frontier);
                    processorNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException("the exploration itself failed", broken.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            frontier.stop();
            workers.shutdownNow();
        }
    }

    private void workOn(Frontier frontier) throws InterruptedException {
        for (List<Frontier.Item> taken = frontier.take(threads); !taken.isEmpty(); taken = frontier.take(threads)) {
            List<Frontier.Item> left = new ArrayList<>(taken);
            try {
                for (Frontier.Item item : taken) {
                    if (frontier.isStopped()) {
                        break;
                    }
                    left.remove(0);
                    frontier.add(expand(item));
                }
                if (found.get() != null || visited.size() >= mostStates || System.nanoTime() - begun >= mostNanos) {
                    frontier.stop();
                }
            } catch (RuntimeException | Error failed) {
                frontier.stop();
                throw failed;
            } finally {
                frontier.done(left);
            }
        }
    }

    private List<Frontier.Item> expand(Frontier.Item item) {
        List<Move> moves = item.world().moves();
        List<Frontier.Item> next = new ArrayList<>(moves.size());
        if (moves.isEmpty()) {
            ends.incrementAndGet();
        }
        depth.accumulateAndGet(item.trail().depth(), Math::max);
        transitions.addAndGet(moves.size());
        for (int choice = 0; choice < moves.size(); choice++) {
            Trail trail = item.trail().and(choice);
            try {
                World world = item.world().after(moves.get(choice));
                if (visited.add(Canon.of(world))) {
                    next.add(new Frontier.Item(world, trail));
                }
            } catch (Violation broken) {
                report(new Counterexample(scope, String.valueOf(broken.getMessage()), trail.choices()));
            }
        }
        return next;
    }

    /** Of several, the shortest. */
    private void report(Counterexample broken) {
        found.accumulateAndGet(
                broken,
                (before, now) -> before == null
                                || now == null
                                || before.choices().size() > now.choices().size()
                        ? now
                        : before);
    }
}
