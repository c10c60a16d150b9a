// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.zookeeper.Version;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** One ZooKeeper in this process, with the tick of the configuration its documentation shows and its transaction log synced to disk. */
final class EmbeddedZooKeeper implements AutoCloseable {
    private static final int ANY_NUMBER = 0;
    // As in "Getting Started" of ZooKeeper; sessions end on a tick.
    private static final int TICK_MILLIS = 2_000;

    private final AtomicBoolean closed = new AtomicBoolean();
    private final Runnable removal = this::close;
    private final Path folder;
    private final ZooKeeperServer server;
    private final ServerCnxnFactory connections;

    EmbeddedZooKeeper() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("elector-zookeeper-");
        server = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
        connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), ANY_NUMBER);
        connections.startup(server);
        Remains.remember(removal);
    }

    String address() {
        return "127.0.0.1:" + connections.getLocalPort();
    }

    String describe() {
        return "ZooKeeper " + Version.getVersion() + ", alone, tick " + server.getTickTime() + " ms, forceSync="
                + System.getProperty("zookeeper.forceSync", "yes") + ", in the process that measures";
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        connections.shutdown();
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
            Remains.forget(removal);
        } catch (IOException e) {
            throw new UncheckedIOException("could not remove " + folder, e);
        }
    }
}
