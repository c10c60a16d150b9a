// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * One session at a registry: from the connection to its expiry or close, whichever is first. It is not used twice.
 *
 * <p>Everything is called on one context, and every answer and event comes on it: the threads of the ZooKeeper client do
 * nothing but hand them over. What the client would block a thread with, making and closing it, is done on the context's
 * workers; the rest only puts a packet into a queue.
 */
final class RegistrySession {
    // Of what a server may send in one piece. With the client's own limit, 1 MB, one that sends more, such as the names
    // of very many children, would be disconnected from, again and again.
    private static final String LONGEST_PACKET = Integer.toString(64 * 1_024 * 1_024);

    private final Context context;
    private final Registry registry;
    private final long closeMillis;
    private final BiConsumer<RegistrySession, WatchedEvent> listener;
    private final Promise<Void> connected = Promise.promise();
    private Future<ZooKeeper> client = Future.failedFuture("not opened yet");
    private @Nullable Future<Void> closed;

    /**
     * A session that is not open yet.
     *
     * @param closeMillis how long the registry may take to say that it is closed; after that it is left to expire there
     * @param listener is told what happens to the session, and to nodes that are watched
     */
    RegistrySession(
            Context context, Registry registry, long closeMillis, BiConsumer<RegistrySession, WatchedEvent> listener) {
        this.context = context;
        this.registry = registry;
        this.closeMillis = closeMillis;
        this.listener = listener;
    }

    /** Connects, and watches everything below these nodes, also if they are not there; fails after the session timeout. */
    Future<Void> open(List<String> watched) {
        client = context.<ZooKeeper>executeBlocking(this::connect);
        return client.compose(made -> connected.future())
                .compose(ready -> watchAll(watched))
                .timeout(registry.sessionMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether an answer failed because this node, and nothing else, may not be read by us. */
    static boolean isForbidden(@Nullable Throwable failure) {
        return failure instanceof KeeperException.NoAuthException;
    }

    /** What the node holds; nothing if there is none. */
    Future<Optional<RegistryNode>> read(String path) {
        Promise<Optional<RegistryNode>> answer = Promise.promise();
        client.result()
                .getData(
                        path,
                        false,
                        (code, asked, ignored, data, stat) -> hand(() -> answer(
                                answer,
                                code,
                                path,
                                () -> new RegistryNode(
                                        path, data == null ? Buffer.buffer() : Buffer.buffer(data), stat.getMzxid()))),
                        null);
        return answer.future();
    }

    /** The names of the nodes just below, and when they or the node changed last; nothing if there is no such node. */
    Future<Optional<Children>> children(String path) {
        Promise<Optional<Children>> answer = Promise.promise();
        client.result()
                .getChildren(
                        path,
                        false,
                        (code, asked, ignored, names, stat) ->
                                hand(() -> answer(answer, code, path, () -> new Children(names, latest(stat)))),
                        null);
        return answer.future();
    }

    /**
     * The names of the nodes just below one.
     *
     * @param names in no order
     * @param zxid of the last change of the node or of the list of names
     */
    record Children(List<String> names, long zxid) {}

    /** Gives it back; with it end its watches at the server. Completes soon also if the registry does not answer. */
    Future<Void> close() {
        Future<Void> before = closed;
        if (before != null) {
            return before;
        }
        Future<Void> closing = client.compose(made -> context.<Void>executeBlocking(() -> {
                    made.close((int) closeMillis);
                    return null;
                }))
                .otherwiseEmpty();
        closed = closing;
        return closing;
    }

    private ZooKeeper connect() throws Exception {
        ZKClientConfig config = new ZKClientConfig();
        config.setProperty(ZKClientConfig.JUTE_MAXBUFFER, LONGEST_PACKET);
        config.setProperty(ZKClientConfig.ZOOKEEPER_REQUEST_TIMEOUT, Long.toString(closeMillis));
        return new ZooKeeper(registry.address(), registry.sessionMillis(), this::onEvent, config);
    }

    private void onEvent(WatchedEvent event) {
        hand(() -> {
            if (event.getType() == EventType.None && event.getState() == KeeperState.SyncConnected) {
                connected.tryComplete();
            }
            listener.accept(this, event);
        });
    }

    private Future<Void> watchAll(List<String> paths) {
        return Future.all(paths.stream().map(this::watch).toList()).mapEmpty();
    }

    private Future<Void> watch(String path) {
        Promise<Void> answer = Promise.promise();
        client.result()
                .addWatch(
                        path,
                        AddWatchMode.PERSISTENT_RECURSIVE,
                        (code, asked, ignored) -> hand(() -> {
                            if (code == Code.OK.intValue()) {
                                answer.complete();
                            } else {
                                answer.fail(KeeperException.create(Code.get(code), path));
                            }
                        }),
                        null);
        return answer.future();
    }

    private static <T> void answer(Promise<Optional<T>> answer, int code, String path, Supplier<T> value) {
        if (code == Code.OK.intValue()) {
            answer.complete(Optional.of(value.get()));
        } else if (code == Code.NONODE.intValue()) {
            answer.complete(Optional.empty());
        } else {
            answer.fail(KeeperException.create(Code.get(code), path));
        }
    }

    private static long latest(Stat stat) {
        return Math.max(stat.getMzxid(), stat.getPzxid());
    }

    private void hand(Runnable what) {
        try {
            context.runOnContext(turn -> what.run());
        } catch (RejectedExecutionException vertxIsClosed) {
            // Nobody is there any more who could want to know.
        }
    }
}
