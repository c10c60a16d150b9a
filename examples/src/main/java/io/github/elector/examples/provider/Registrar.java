// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.provider;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * One session at a ZooKeeper, of somebody who registers something or looks what is registered. Its methods block; any
 * thread.
 */
public final class Registrar implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final byte[] NOTHING = {};

    private final ZooKeeper client;
    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    /**
     * Opens a session.
     *
     * @param session how long the registry waits for a sign of life: so long is somebody registered who was killed
     * @throws IllegalStateException if the registry does not answer within 20 s
     */
    public Registrar(String address, Duration session) {
        this.client = tell(address, () -> new ZooKeeper(address, (int) session.toMillis(), this::onEvent));
        if (!tell(address, () -> connected.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))) {
            close();
            throw new IllegalStateException("no answer from the ZooKeeper at " + address + " within "
                    + PATIENCE.toSeconds() + " s: is it there?");
        }
    }

    /** Until this session is over, however it ends. */
    void awaitEnd() throws InterruptedException {
        over.await();
    }

    /** Writes a node that goes with this session. */
    void register(Registration registration) {
        createParents(registration.path());
        tell(
                registration.path(),
                () -> client.create(
                        registration.path(), bytes(registration.data()), Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL));
    }

    /** Writes a node that stays, or writes it anew. */
    public void put(String path, String data) {
        createParents(path);
        tell(path, () -> {
            try {
                return client.create(path, bytes(data), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException there) {
                return client.setData(path, bytes(data), -1).toString();
            }
        });
    }

    /** Deletes a node, if it is there. */
    public void delete(String path) {
        tell(path, () -> {
            try {
                client.delete(path, -1);
            } catch (KeeperException.NoNodeException gone) {
                // As it should be.
            }
            return path;
        });
    }

    /** All instances that are registered now: application, a space, {@code host:port}. */
    public Set<String> instances() {
        Set<String> instances = new TreeSet<>();
        for (String application : children("/services")) {
            for (String instance : children("/services/" + application)) {
                instances.add(application + " " + instance);
            }
        }
        return instances;
    }

    @Override
    public void close() {
        over.countDown();
        tell("the session", () -> {
            client.close();
            return client;
        });
    }

    private List<String> children(String path) {
        return tell(path, () -> {
            try {
                return client.getChildren(path, false);
            } catch (KeeperException.NoNodeException none) {
                return List.of();
            }
        });
    }

    private void onEvent(WatchedEvent event) {
        if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
        } else if (event.getState() == KeeperState.Expired || event.getState() == KeeperState.Closed) {
            over.countDown();
        }
    }

    private void createParents(String path) {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            tell(parent, () -> {
                try {
                    return client.create(parent, NOTHING, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
                } catch (KeeperException.NodeExistsException there) {
                    return parent;
                }
            });
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T tell(String what, Act<T> act) {
        try {
            return act.run();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ZooKeeper was asked about " + what, stopped);
        } catch (Exception failure) {
            throw new IllegalStateException("ZooKeeper failed at " + what + ": " + failure.getMessage(), failure);
        }
    }

    private interface Act<T> {
        T run() throws Exception;
    }
}
