// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.discovery.RegistryTree.Node;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/** Those who register, in one session; each act answers the zxid of its transaction. */
final class RegistryClient implements AutoCloseable {
    private static final byte[] CREATOR = "127.0.0.1".getBytes(StandardCharsets.UTF_8);

    private final ZooKeeper client;

    RegistryClient(String address) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        client = new ZooKeeper(address, 60_000, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no connection to the registry at " + address);
        }
    }

    long session() {
        return client.getSessionId();
    }

    ZooKeeper zookeeper() {
        return client;
    }

    /** Parents are created with the address of the creator as data, as Curator does it. */
    long create(String path, String data) throws Exception {
        return create(path, data.getBytes(StandardCharsets.UTF_8));
    }

    long create(String path, byte[] data) throws Exception {
        createParents(path);
        Stat stat = new Stat();
        client.create(path, data, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat);
        return stat.getCzxid();
    }

    /** These nodes as they are, ephemeral ones until the end of this session. */
    void createAll(List<Node> nodes) throws Exception {
        for (Node node : nodes) {
            client.create(
                    node.path(),
                    node.data().getBytes(StandardCharsets.UTF_8),
                    Ids.OPEN_ACL_UNSAFE,
                    node.ephemeral() ? CreateMode.EPHEMERAL : CreateMode.PERSISTENT);
        }
    }

    long set(String path, String data) throws Exception {
        return client.setData(path, data.getBytes(StandardCharsets.UTF_8), -1).getMzxid();
    }

    /** From now on nobody may read it, not even who made it; everything else may be done to it. */
    void hide(String path) throws Exception {
        // The client asks whether there is a null in the list, which List.of does not take.
        client.setACL(path, Collections.singletonList(new ACL(Perms.ALL & ~Perms.READ, Ids.ANYONE_ID_UNSAFE)), -1);
    }

    /** Everybody may read it again, which no event tells. */
    void show(String path) throws Exception {
        client.setACL(path, Ids.OPEN_ACL_UNSAFE, -1);
    }

    long delete(String path) throws Exception {
        client.delete(path, -1);
        return client.exists(path.substring(0, path.lastIndexOf('/')), false).getPzxid();
    }

    long register(String app, String ip, int port) throws Exception {
        return create(instancePath(app, ip, port), Fixture.instance(app, ip, port));
    }

    long unregister(String app, String ip, int port) throws Exception {
        return delete(instancePath(app, ip, port));
    }

    static String instancePath(String app, String ip, int port) {
        return "/services/" + app + "/" + ip + ":" + port;
    }

    /** Many instances of one application, which have to be there when it returns. */
    void registerMany(String app, int many) throws Exception {
        createMany(many, i -> instancePath(app, address(i), 20_880), i -> Fixture.instance(app, address(i), 20_880));
    }

    private static String address(int i) {
        return "10.0." + i / 250 + "." + i % 250;
    }

    /** Many nodes with one parent, numbered from 0, which have to be there when it returns. */
    void createMany(int many, IntFunction<String> path, IntFunction<String> data) throws Exception {
        createParents(path.apply(0));
        CountDownLatch created = new CountDownLatch(many);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < many; i++) {
            client.create(
                    path.apply(i),
                    data.apply(i).getBytes(StandardCharsets.UTF_8),
                    Ids.OPEN_ACL_UNSAFE,
                    CreateMode.PERSISTENT,
                    (code, asked, ignored, name) -> {
                        failed.addAndGet(code == 0 ? 0 : 1);
                        created.countDown();
                    },
                    null);
        }
        if (!created.await(60, TimeUnit.SECONDS) || failed.get() > 0) {
            throw new AssertionError(failed + " of " + many + " nodes could not be created");
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the session was being closed", interrupted);
        }
    }

    private void createParents(String path) throws Exception {
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            try {
                client.create(path.substring(0, slash), CREATOR, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            } catch (KeeperException.NodeExistsException thereAlready) {
                // Somebody had the same parent.
            }
        }
    }
}
