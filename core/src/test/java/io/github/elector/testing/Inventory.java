// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import static io.github.elector.testing.Await.await;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How many a Vertx has of everything that can be forgotten, counted where Vert.x and Netty keep them: their public
 * interfaces do not tell.
 *
 * @param threads of any Vertx and of the pools of terms, by their names
 * @param timers whatever its event loops are to run later: timers, and deadlines of futures and of replies
 * @param consumers at all addresses of its event bus, those of pending replies included
 * @param deployments verticles
 * @param closeables what it would close when it is closed itself: clients, pools, hooks
 */
public record Inventory(int threads, int timers, int consumers, int deployments, int closeables) {
    /** As it is now; from a thread that may block. */
    public static Inventory of(Vertx vertx) {
        return new Inventory(
                threadsOf(""),
                timers(vertx),
                consumers(vertx),
                vertx.deploymentIDs().size(),
                closeables(vertx));
    }

    /** How many threads of any Vertx, or of the pools of terms, have a name that holds this. */
    public static int threadsOf(String part) {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("vert.x-") || name.startsWith("elector-"))
                .filter(name -> name.contains(part))
                .count();
    }

    /** What there is more of than before, by more than {@code slack}; nothing if all is well. */
    public List<String> growthSince(Inventory before, int slack) {
        List<String> growth = new ArrayList<>();
        note(growth, "threads", before.threads, threads, slack);
        note(growth, "timers", before.timers, timers, slack);
        note(growth, "consumers", before.consumers, consumers, slack);
        note(growth, "deployments", before.deployments, deployments, slack);
        note(growth, "closeables", before.closeables, closeables, slack);
        return growth;
    }

    private static void note(List<String> growth, String what, int before, int now, int slack) {
        if (now > before + slack) {
            growth.add(what + " from " + before + " to " + now);
        }
    }

    private static int timers(Vertx vertx) {
        int timers = 0;
        EventLoopGroup loops = ((VertxInternal) vertx).nettyEventLoopGroup();
        for (EventExecutor loop : loops) {
            Promise<Integer> counted = Promise.promise();
            // The queue belongs to its loop.
            loop.execute(() -> {
                Object queue = field(loop, "scheduledTaskQueue");
                counted.complete(queue == null ? 0 : ((Collection<?>) queue).size());
            });
            timers += await("the timers of an event loop", counted.future());
        }
        return timers;
    }

    private static int consumers(Vertx vertx) {
        int consumers = 0;
        for (Object atOneAddress : ((Map<?, ?>) field(vertx.eventBus(), "handlerMap")).values()) {
            for (Object ignored : (Iterable<?>) atOneAddress) {
                consumers++;
            }
        }
        return consumers;
    }

    private static int closeables(Vertx vertx) {
        Object closeFuture = field(vertx, "closeFuture");
        synchronized (closeFuture) {
            Object children = field(closeFuture, "children");
            return children == null ? 0 : ((Map<?, ?>) children).size();
        }
    }

    private static Object field(Object owner, String name) {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(owner);
            } catch (NoSuchFieldException higherUp) {
                // Declared by a superclass, then.
            } catch (IllegalAccessException impossible) {
                throw new AssertionError(impossible);
            }
        }
        throw new AssertionError("no field " + name + " in " + owner.getClass() + ": find out where it is kept now");
    }
}
