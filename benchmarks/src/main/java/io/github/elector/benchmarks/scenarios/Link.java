// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import java.net.URI;
import java.util.function.LongSupplier;

/** The way of contenders to their server, through a proxy in this process: what they ask is counted on it, and it can be cut. */
final class Link implements AutoCloseable {
    private static final int POSTGRES_PORT = 5432;

    private final Peer peer;
    private final TcpProxy proxy;
    private final String address;
    private final AskedInBursts asked = new AskedInBursts();

    private Link(Peer peer, TcpProxy proxy, String address, TcpProxy.Tap counter, LongSupplier counted) {
        this.peer = peer;
        this.proxy = proxy;
        this.address = address;
        proxy.tapClients((connection, chunk, length) -> {
            counter.sees(connection, chunk, length);
            asked.read(System.nanoTime(), counted.getAsLong());
        });
    }

    /** A way to this server, the one of such a contender. */
    static Link to(Peer peer, String server) {
        return peer.onSql() ? toPostgres(peer, server) : toZooKeeper(peer, server);
    }

    private static Link toPostgres(Peer peer, String uri) {
        URI parts = URI.create(uri);
        TcpProxy proxy = new TcpProxy(parts.getHost(), parts.getPort() < 0 ? POSTGRES_PORT : parts.getPort());
        WireCounter counter = WireCounter.postgres();
        return new Link(peer, proxy, PostgresServer.through(proxy, uri), counter, counter::statements);
    }

    private static Link toZooKeeper(Peer peer, String address) {
        String[] parts = address.split(":", 2);
        TcpProxy proxy = new TcpProxy(parts[0], Integer.parseInt(parts[1]));
        PacketCounter counter = new PacketCounter();
        return new Link(peer, proxy, "127.0.0.1:" + proxy.port(), counter, counter::packets);
    }

    /** Where contenders find their server. */
    String address() {
        return address;
    }

    /** Statements, or ZooKeeper's requests and pings, so far. */
    long asked() {
        return asked.now().asked();
    }

    /** The same, and since when. */
    AskedInBursts.Moment now() {
        return asked.now();
    }

    /** Of them a second, in this window; see {@link AskedInBursts#perSecond}. */
    double askedPerSecond(AskedInBursts.Moment from, AskedInBursts.Moment to) {
        return asked.perSecond(from, to);
    }

    /**
     * Refuses a count of somebody who was elected, and so has asked, if nothing was counted: then it is not read right.
     *
     * @throws IllegalStateException saying what to do
     */
    void checkCounted() {
        if (asked() == 0) {
            throw new IllegalStateException(
                    "nothing that " + peer.title() + " asked was seen on its way to the server, so"
                            + " there is no count: it cannot be read where it is encrypted; give a URI with sslmode=disable");
        }
    }

    /** Nothing passes any more, in either direction, and nobody is told; new connections are taken and never answered. */
    void cut() {
        proxy.pause();
    }

    @Override
    public void close() {
        proxy.close();
    }
}
