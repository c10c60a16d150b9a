// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Those who are measured side by side. */
public enum Peer {
    /** This project. */
    ELECTOR("vertx-elector", true, Duration.ofSeconds(1)) {
        @Override
        public Map<String, String> settings(Times times) {
            return ElectorContender.settings(times);
        }

        @Override
        public void prepare(String uri) {
            ElectorContender.prepare(uri);
        }

        @Override
        public Contender open(String server, Times times, int connections, ElectionListener listener) {
            return new ElectorContender(server, times, listener);
        }
    },
    /** ShedLock on JDBC, kept alive. */
    SHEDLOCK("ShedLock", true, ShedLockContender.SHORTEST_LEASE) {
        @Override
        public Map<String, String> settings(Times times) {
            return ShedLockContender.settings(times);
        }

        @Override
        public void prepare(String uri) {
            ShedLockContender.prepare(uri);
        }

        @Override
        public Contender open(String server, Times times, int connections, ElectionListener listener) {
            return new ShedLockContender(server, times, connections, listener);
        }
    },
    /** The leader initiator of Spring Integration on its JDBC lock registry. */
    SPRING("Spring Integration", true, Duration.ofSeconds(1)) {
        @Override
        public Map<String, String> settings(Times times) {
            return SpringContender.settings(times);
        }

        @Override
        public void prepare(String uri) {
            SpringContender.prepare(uri);
        }

        @Override
        public Contender open(String server, Times times, int connections, ElectionListener listener) {
            return new SpringContender(server, times, connections, listener);
        }
    },
    /** Curator's LeaderLatch on ZooKeeper. */
    CURATOR("Curator", false, Duration.ofSeconds(4)) {
        @Override
        public Map<String, String> settings(Times times) {
            return CuratorContender.settings(times);
        }

        @Override
        public void prepare(String address) {
            // ZooKeeper has no tables.
        }

        @Override
        public Contender open(String server, Times times, int connections, ElectionListener listener) {
            return new CuratorContender(server, times, listener);
        }
    },
    /** Nobody: the writes and deployments of an election without one, which is no contender but what all of ours stand on. */
    FLOOR("floor: no election", true, Duration.ofSeconds(1)) {
        @Override
        public Map<String, String> settings(Times times) {
            return BareContender.settings(times);
        }

        @Override
        public void prepare(String uri) {
            BareContender.prepare(uri);
        }

        @Override
        public Contender open(String server, Times times, int connections, ElectionListener listener) {
            return new BareContender(server, times, listener);
        }
    };

    private final String title;
    private final boolean onSql;
    private final Duration shortestLease;

    Peer(String title, boolean onSql, Duration shortestLease) {
        this.title = title;
        this.onSql = onSql;
        this.shortestLease = shortestLease;
    }

    /** All but the floor, in the order in which they are shown. */
    public static List<Peer> contenders() {
        return Arrays.stream(values()).filter(peer -> peer != FLOOR).toList();
    }

    /** The contender of this name, as a command line has it. */
    public static Peer contender(String name) {
        return contenders().stream()
                .filter(peer -> peer.key().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no contender '" + name + "': take some of "
                        + contenders().stream().map(Peer::key).collect(Collectors.joining(","))));
    }

    /** The one with this {@link #key()}. */
    public static Peer of(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    /** Whether whoever uses it has a Vert.x already. */
    public boolean onVertx() {
        return this == ELECTOR || this == FLOOR;
    }

    /** Whether who stands by is told nothing, and asks each retry interval. */
    public boolean onlyAsks() {
        return this == SHEDLOCK;
    }

    /** Its name on a command line and in JSON. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** Whether its server is the SQL database, and not ZooKeeper. */
    public boolean onSql() {
        return onSql;
    }

    /** Whether it asks its server for each component by itself, again and again, and so for as much as it leads. */
    public boolean asksForEach() {
        return onSql && !onVertx();
    }

    /** The times it can be given that are nearest to these. */
    public Times nearest(Times times) {
        return times.lease().compareTo(shortestLease) < 0 ? Times.of(shortestLease) : times;
    }

    /** How it is set up, for people: what differs from the times given to all too. */
    public abstract Map<String, String> settings(Times times);

    /** Makes its tables, if there are none. */
    public abstract void prepare(String server);

    /**
     * One for this process, connected as far as an application is before it campaigns.
     *
     * @param server the URI of the database, or the address of ZooKeeper
     * @param connections how many connections a pool has, of those who use one; see {@link JdbcPool}
     * @throws IllegalArgumentException if it cannot be given these times
     */
    public abstract Contender open(String server, Times times, int connections, ElectionListener listener);
}
