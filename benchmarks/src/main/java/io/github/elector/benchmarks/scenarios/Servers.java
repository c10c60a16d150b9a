// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the contenders of a run share: one database, and one ZooKeeper if one of them needs it. */
public final class Servers implements AutoCloseable {
    // The embedded server leaves them off otherwise, as for tests.
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "full_page_writes", "on");

    private final @Nullable EmbeddedPostgresServer own;
    private final String uri;
    private final @Nullable EmbeddedZooKeeper zooKeeper;
    private final long startedNanos;

    private Servers(@Nullable EmbeddedPostgresServer own, String uri, @Nullable EmbeddedZooKeeper zooKeeper) {
        this.own = own;
        this.uri = uri;
        this.zooKeeper = zooKeeper;
        this.startedNanos = System.nanoTime();
    }

    /** Starts what is not given; makes the tables of these. */
    public static Servers start(Optional<String> database, Set<Peer> peers) throws IOException, InterruptedException {
        @Nullable EmbeddedPostgresServer own = database.isPresent() ? null : new EmbeddedPostgresServer(DURABLE, "");
        String uri = own == null ? database.orElseThrow() : own.uri();
        @Nullable EmbeddedZooKeeper zooKeeper = peers.stream().allMatch(Peer::onSql) ? null : new EmbeddedZooKeeper();
        Servers servers = new Servers(own, uri, zooKeeper);
        try {
            peers.forEach(peer -> peer.prepare(servers.of(peer)));
            return servers;
        } catch (RuntimeException unprepared) {
            servers.close();
            throw unprepared;
        }
    }

    /** Where a contender finds its server. */
    String of(Peer peer) {
        return peer.onSql() ? uri : zooKeeper().address();
    }

    /** Whether the database was started for this run: then it holds back elections of ours for one lease. */
    public boolean ownDatabase() {
        return own != null;
    }

    /** When they were all there, as {@link System#nanoTime()} has it. */
    public long startedNanos() {
        return startedNanos;
    }

    /** What a contender asks of its server, counted from now on. */
    Counted count(Peer peer) {
        return peer.onSql() ? new OnTheWire(uri) : new AtZooKeeper(zooKeeper());
    }

    /** A server at this address of which nothing is counted. */
    static Counted uncounted(String address) {
        return new Uncounted(address);
    }

    /** The version of the database and what it does for durability. */
    public String describeDatabase() {
        Row row = PostgresServer.execute(
                        uri,
                        "SELECT current_setting('server_version'), current_setting('fsync'),"
                                + " current_setting('synchronous_commit')")
                .iterator()
                .next();
        return "PostgreSQL " + row.getString(0) + ", fsync=" + row.getString(1) + ", synchronous_commit="
                + row.getString(2) + (own == null ? ", given" : ", its own");
    }

    /** The version of ZooKeeper, if there is one. */
    public Optional<String> describeZooKeeper() {
        return Optional.ofNullable(zooKeeper).map(EmbeddedZooKeeper::describe);
    }

    private EmbeddedZooKeeper zooKeeper() {
        if (zooKeeper == null) {
            throw new IllegalStateException("this run has no ZooKeeper");
        }
        return zooKeeper;
    }

    @Override
    public void close() {
        if (zooKeeper != null) {
            zooKeeper.close();
        }
        if (own != null) {
            own.close();
        }
    }

    /** A server that counts what one process asks of it. */
    interface Counted extends AutoCloseable {
        /** Where that process finds it. */
        String address();

        /** Statements, or requests with pings, so far. */
        long asked();

        @Override
        void close();
    }

    /** Statements are read off the wire by a proxy, which is a process of its own to the contender. */
    private static final class OnTheWire implements Counted {
        private final WireCounter counter = WireCounter.postgres();
        private final TcpProxy proxy;
        private final String through;

        OnTheWire(String uri) {
            URI parts = URI.create(uri);
            proxy = new TcpProxy(parts.getHost(), parts.getPort() < 0 ? 5432 : parts.getPort());
            proxy.tapClients(counter);
            through = PostgresServer.through(proxy, uri);
        }

        @Override
        public String address() {
            return through;
        }

        @Override
        public long asked() {
            return counter.statements();
        }

        @Override
        public void close() {
            proxy.close();
        }
    }

    /** No count, and nothing between a contender and its server. */
    private record Uncounted(String address) implements Counted {
        @Override
        public long asked() {
            return 0;
        }

        @Override
        public void close() {
            // The server goes on.
        }

        @Override
        public String toString() {
            return "a server of which nothing is counted";
        }
    }

    /** ZooKeeper's own count of packets received; nobody else may use it meanwhile. */
    private record AtZooKeeper(EmbeddedZooKeeper server) implements Counted {
        @Override
        public String address() {
            return server.address();
        }

        @Override
        public long asked() {
            return server.received();
        }

        @Override
        public void close() {
            // The server goes on.
        }
    }
}
