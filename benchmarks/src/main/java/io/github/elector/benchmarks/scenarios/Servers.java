// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.Durability;
import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.sql.testing.PostgresServer;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the contenders of a run share: one database, and one ZooKeeper if one of them needs it. */
public final class Servers implements AutoCloseable {
    // The embedded server leaves the log on its way otherwise, as for tests. Fifty replicas have many connections.
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "on", "full_page_writes", "on", "max_connections", "1000");

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

    /**
     * Starts what is not given; makes the tables of these.
     *
     * @throws IllegalStateException if the database may lose what it has acknowledged
     */
    public static Servers start(Optional<String> database, Set<Peer> peers) throws IOException, InterruptedException {
        @Nullable EmbeddedPostgresServer own = database.isPresent() ? null : new EmbeddedPostgresServer(SETTINGS, "");
        String uri = own == null ? database.orElseThrow() : own.uri();
        @Nullable EmbeddedZooKeeper zooKeeper = peers.stream().allMatch(Peer::onSql) ? null : new EmbeddedZooKeeper();
        Servers servers = new Servers(own, uri, zooKeeper);
        try {
            Durability.ofPostgres(PostgresServer.execute(uri, Durability.POSTGRES)
                            .iterator()
                            .next())
                    .check();
            peers.forEach(peer -> peer.prepare(servers.of(peer)));
            if (peers.contains(Peer.ELECTOR)) {
                Peer.FLOOR.prepare(uri);
            }
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
}
