// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/**
 * A ZooKeeper in this process, on a port of the loopback address, with a folder of its own that {@link #close} removes. For
 * the demonstration and for tests. Its methods block.
 */
public final class EmbeddedRegistry implements AutoCloseable {
    private static final int TICK_MILLIS = 200;
    private static final int ANY_NUMBER = 0;

    private final Path folder;
    private @Nullable ServerCnxnFactory connections;
    private @Nullable ZooKeeperServer server;
    private int port;

    /** Starts one on a free port. */
    public EmbeddedRegistry() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("elector-registry-");
        start();
    }

    /** Where it is: {@code 127.0.0.1:port}, the same again after a restart. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    /** Starts it again, with the data and sessions it had. */
    public void start() throws IOException, InterruptedException {
        ZooKeeperServer next = new ZooKeeperServer(folder.toFile(), folder.toFile(), TICK_MILLIS);
        // Else a session lasts two ticks at least, and twenty at most.
        next.setMinSessionTimeout(1);
        next.setMaxSessionTimeout(600_000);
        ServerCnxnFactory listening = new NIOServerCnxnFactory();
        listening.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANY_NUMBER);
        listening.startup(next);
        server = next;
        connections = listening;
        port = listening.getLocalPort();
    }

    /** Stops it; the data stay. */
    public void stop() {
        ServerCnxnFactory listening = connections;
        if (listening != null) {
            listening.shutdown();
            connections = null;
        }
    }

    /** The sessions that are open. */
    public List<Long> sessions() {
        return List.copyOf(running().getZKDatabase().getSessionWithTimeOuts().keySet());
    }

    /** Ends a session, as if nothing had been heard of it for too long. */
    public void expire(long session) {
        running().closeSession(session);
    }

    /** How many watches are set, by all sessions. */
    public int watches() {
        return running().getZKDatabase().getDataTree().getWatchCount();
    }

    /** How many clients are connected. */
    public int clients() {
        return running().getNumAliveConnections();
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }

    private ZooKeeperServer running() {
        ZooKeeperServer now = server;
        if (now == null || connections == null) {
            throw new IllegalStateException("the registry is not running");
        }
        return now;
    }
}
