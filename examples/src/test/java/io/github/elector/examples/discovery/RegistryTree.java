// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.testing.Await;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/** Everything below {@code /services} and {@code /dubbo}, as it is and as it becomes. */
final class RegistryTree {
    private final ZooKeeper client;
    private long events;

    /**
     * A node.
     *
     * @param ephemeral whether it goes with whoever created it
     */
    record Node(String path, boolean ephemeral, String data) {}

    RegistryTree(ZooKeeper client) throws Exception {
        this.client = client;
        client.addWatch("/", event -> changed(), AddWatchMode.PERSISTENT_RECURSIVE);
    }

    /** Waits until the nodes are so, but not for ever, and returns what there is then, in the order of the paths. */
    List<Node> await(Predicate<List<Node>> wanted) throws Exception {
        long until = System.nanoTime() + Await.PATIENCE.toNanos();
        long before = events();
        List<Node> nodes = nodes();
        while (!wanted.test(nodes) && changedWithin(before, until - System.nanoTime())) {
            before = events();
            nodes = nodes();
        }
        return nodes;
    }

    /** Waits until nothing happened for so long. */
    List<Node> awaitQuiet(long millis) throws Exception {
        while (changedWithin(events(), TimeUnit.MILLISECONDS.toNanos(millis))) {
            // Once more.
        }
        return nodes();
    }

    private List<Node> nodes() throws Exception {
        List<Node> nodes = new ArrayList<>();
        add("/services", nodes);
        add("/dubbo", nodes);
        return nodes;
    }

    private void add(String path, List<Node> nodes) throws Exception {
        try {
            Stat stat = new Stat();
            byte[] data = client.getData(path, false, stat);
            String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
            nodes.add(new Node(path, stat.getEphemeralOwner() != 0, text));
            for (String child :
                    client.getChildren(path, false).stream().sorted().toList()) {
                add(path + "/" + child, nodes);
            }
        } catch (KeeperException.NoNodeException gone) {
            // So it is not there.
        }
    }

    private synchronized void changed() {
        events++;
        notifyAll();
    }

    private synchronized long events() {
        return events;
    }

    private synchronized boolean changedWithin(long before, long nanos) throws InterruptedException {
        long until = System.nanoTime() + nanos;
        while (events == before) {
            long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            wait(millis);
        }
        return true;
    }
}
