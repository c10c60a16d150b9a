// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Strikes lines and server with one fault after the other, in an order that a seed decides; each is over before the next
 * of its kind begins, and all are when it has finished.
 */
final class Nemesis extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Nemesis.class);
    /** No single fault lasts longer, but for what a server needs to start. */
    static final Duration LONGEST_FAULT = Duration.ofMillis(900);

    private final Ground ground;
    private final List<TcpProxy> lines;
    private final boolean crashes;
    private final Random random;
    private final Map<String, Integer> struck = new TreeMap<>();
    private Future<Void> onLines;
    private Future<Void> onServer;
    private boolean stopped;

    /** What is struck, and what ends it. */
    private record Fault(String name, Callable<Runnable> strike) {}

    Nemesis(Ground ground, List<TcpProxy> lines, boolean crashes, long seed) {
        this.ground = ground;
        this.lines = lines;
        this.crashes = crashes;
        this.random = new Random(seed);
    }

    @Override
    public Future<?> start() {
        onLines = strikes(false, 150);
        onServer = strikes(true, 400);
        return Future.succeededFuture();
    }

    /** Completes with how often each fault struck, when the last is over; from any thread. */
    Future<Map<String, Integer>> finish() {
        Promise<Map<String, Integer>> finished = Promise.promise();
        context.runOnContext(turn -> {
            stopped = true;
            Future.join(onLines, onServer).<Map<String, Integer>>map(struck).onComplete(finished);
        });
        return finished.future();
    }

    private Future<Void> strikes(boolean server, int pauseMillis) {
        Promise<Void> end = Promise.promise();
        strikeNext(server, pauseMillis, end);
        return end.future();
    }

    private void strikeNext(boolean server, int pauseMillis, Promise<Void> end) {
        if (stopped) {
            end.complete();
            return;
        }
        Fault fault = server ? onServer() : onLine();
        long lasts = 20 + (long) (LONGEST_FAULT.toMillis() * Math.pow(random.nextDouble(), 2));
        vertx.executeBlocking(fault.strike(), false)
                .compose(undo -> vertx.timer(lasts, TimeUnit.MILLISECONDS).compose(over -> undone(undo)))
                .onSuccess(over -> struck.merge(fault.name(), 1, Integer::sum))
                // A lock that was not to be had, a connection that was gone already.
                .onFailure(missed -> LOG.debug(fault.name() + " missed", missed))
                .transform(done -> vertx.timer(1 + random.nextInt(pauseMillis), TimeUnit.MILLISECONDS))
                .onComplete(done -> strikeNext(server, pauseMillis, end));
    }

    private Future<?> undone(Runnable undo) {
        return vertx.executeBlocking(
                () -> {
                    undo.run();
                    return null;
                },
                false);
    }

    private Fault onLine() {
        TcpProxy line = lines.get(random.nextInt(lines.size()));
        Duration slow = Duration.ofMillis(1 + random.nextInt(60));
        return switch (random.nextInt(6)) {
            case 0 -> line("hold requests", line, line::pauseToServer);
            case 1 -> line("hold answers", line, line::pauseToClient);
            case 2 -> line("hold both ways", line, line::pause);
            case 3 -> line("slow line", line, () -> line.delay(slow, slow));
            case 4 -> line("cut", line, line::cut);
            default -> line("reset", line, line::reset);
        };
    }

    private static Fault line(String name, TcpProxy line, Runnable strike) {
        return new Fault(name, () -> {
            strike.run();
            return () -> {
                line.delay(Duration.ZERO, Duration.ZERO);
                line.resume();
            };
        });
    }

    private Fault onServer() {
        int any = random.nextInt(1_000);
        int dice = random.nextInt(40);
        if (crashes && dice < 3) {
            boolean inOrder = dice == 0;
            return server(inOrder ? "restart of the server" : "kill -9 of the server", () -> {
                if (inOrder) {
                    ground.restart();
                } else {
                    ground.crash();
                }
                return () -> {};
            });
        }
        List<String> locks = ground.locks();
        return switch (dice % 6) {
            case 0, 1 -> server("freeze of a backend", () -> ground.freeze(any));
            case 2 ->
                server("kill of a backend", () -> {
                    ground.killConnection(any);
                    return () -> {};
                });
            case 3 -> server("lock of one lease", () -> ground.lock(locks.get(0)));
            case 4 -> server("lock of one session", () -> ground.lock(locks.get(1)));
            default -> server("lock of a table", () -> ground.lock(locks.get(2 + any % 2)));
        };
    }

    private static Fault server(String name, Callable<Runnable> strike) {
        return new Fault(name, strike);
    }
}
