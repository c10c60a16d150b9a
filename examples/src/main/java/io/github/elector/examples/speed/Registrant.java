// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;

/**
 * Who registers: instances with numbers, as Dubbo writes them, below a node of its own that it removes in the end. Its
 * methods block.
 */
final class Registrant implements AutoCloseable {
    private static final int SESSION_MILLIS = 30_000;
    private static final int PATIENCE_SECONDS = 60;
    private static final int APPLICATIONS = 100;
    private static final int PORT = 20_880;
    // So many are under way at once; ZooKeeper holds off a client that has more.
    private static final int MOST_AT_ONCE = 500;

    private final String top;
    private final String address;
    private final ZooKeeper client;
    private int registered;

    /** Registers below the node {@code /name} of this registry, which must not be there yet. */
    Registrant(String address, String name) throws IOException, InterruptedException {
        this.top = "/" + name;
        this.address = address + top;
        CountDownLatch connected = new CountDownLatch(1);
        client = new ZooKeeper(address, SESSION_MILLIS, event -> {
            if (event.getState() == KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        if (!connected.await(SESSION_MILLIS, TimeUnit.MILLISECONDS)) {
            client.close(1);
            throw new IOException("no ZooKeeper answered within 30 s: check its address");
        }
        create(top);
        create(top + "/services");
        for (int application = 0; application < APPLICATIONS; application++) {
            create(folder(application));
        }
    }

    /** The registry as Discovery is to see it. */
    String address() {
        return address;
    }

    /** As what an instance is stored. */
    static String name(int number) {
        return application(number) + "/" + ip(number) + ":" + PORT;
    }

    /** Those from the first of these numbers up to the second, without it; all are there when it returns. */
    void register(int from, int to) {
        each(
                from,
                to,
                (number, done) -> client.create(
                        path(number),
                        instance(number),
                        Ids.OPEN_ACL_UNSAFE,
                        CreateMode.EPHEMERAL,
                        (code, path, ignored, name) -> done.accept(code),
                        null));
        registered = Math.max(registered, to);
    }

    /** The same, none is there when it returns. */
    void unregister(int from, int to) {
        each(
                from,
                to,
                (number, done) -> client.delete(path(number), -1, (code, path, ignored) -> done.accept(code), null));
    }

    @Override
    public void close() throws IOException {
        try {
            unregister(0, registered);
            for (int application = 0; application < APPLICATIONS; application++) {
                client.delete(folder(application), -1);
            }
            client.delete(top + "/services", -1);
            client.delete(top, -1);
            client.close();
        } catch (KeeperException refused) {
            throw new IOException("ZooKeeper did not remove " + top + ": " + refused.code(), refused);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + top + " was removed from ZooKeeper", interrupted);
        }
    }

    private interface Act {
        void begin(int number, CodeListener done);
    }

    private interface CodeListener {
        void accept(int code);
    }

    private static void each(int from, int to, Act act) {
        for (int first = from; first < to; first += MOST_AT_ONCE) {
            int last = Math.min(to, first + MOST_AT_ONCE);
            CountDownLatch left = new CountDownLatch(last - first);
            AtomicInteger failed = new AtomicInteger();
            for (int number = first; number < last; number++) {
                act.begin(number, code -> {
                    if (code != Code.OK.intValue() && code != Code.NONODE.intValue()) {
                        failed.set(code);
                    }
                    left.countDown();
                });
            }
            await(left);
            if (failed.get() != 0) {
                throw new IllegalStateException("ZooKeeper refused with " + Code.get(failed.get()));
            }
        }
    }

    private static void await(CountDownLatch left) {
        try {
            if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("ZooKeeper did not answer within " + PATIENCE_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while ZooKeeper was waited for", interrupted);
        }
    }

    private void create(String path) throws InterruptedException, IOException {
        try {
            client.create(path, new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException refused) {
            throw new IOException("ZooKeeper refused a node: " + refused.code(), refused);
        }
    }

    private String folder(int number) {
        return top + "/services/" + application(number);
    }

    private String path(int number) {
        return top + "/services/" + name(number);
    }

    private static String application(int number) {
        return "app-" + number % APPLICATIONS;
    }

    private static String ip(int number) {
        return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
    }

    private static byte[] instance(int number) {
        String id = ip(number) + ":" + PORT;
        JsonObject params = new JsonObject()
                .put("prefer.serialization", "hessian2,fastjson2")
                .put("version", "1.0.0")
                .put("dubbo", "2.0.2")
                .put("release", "3.3.5")
                .put("side", "provider")
                .put("port", Integer.toString(PORT))
                .put("protocol", "dubbo");
        JsonArray endpoints =
                new JsonArray().add(new JsonObject().put("port", PORT).put("protocol", "dubbo"));
        JsonObject metadata = new JsonObject()
                .put("dubbo.endpoints", endpoints.encode())
                .put("dubbo.metadata-service.url-params", params.encode())
                .put("dubbo.metadata.revision", "0123456789abcdef0123456789abcdef")
                .put("dubbo.metadata.storage-type", "local")
                .put("meta-v", "2.0.0")
                .put("timestamp", Long.toString(System.currentTimeMillis()));
        JsonObject payload = new JsonObject()
                .put("@class", "org.apache.dubbo.registry.zookeeper.ZookeeperInstance")
                .put("id", id)
                .put("name", application(number))
                .put("metadata", metadata);
        return new JsonObject()
                .put("name", application(number))
                .put("id", id)
                .put("address", ip(number))
                .put("port", PORT)
                .putNull("sslPort")
                .put("payload", payload)
                .put("registrationTimeUTC", System.currentTimeMillis())
                .put("serviceType", "DYNAMIC")
                .putNull("uriSpec")
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }
}
