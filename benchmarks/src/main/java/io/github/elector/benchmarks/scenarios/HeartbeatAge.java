// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.util.UUIDConverter;

/** When a leader was last heard of, as its row has it; ZooKeeper has no row. */
final class HeartbeatAge implements AutoCloseable {
    // Seconds since the last renewal.
    private static final String ELECTOR = "SELECT extract(epoch FROM clock_timestamp() - session.renewed_at)"
            + " FROM leader_leases AS lease JOIN leader_sessions AS session ON session.session_id = lease.holder"
            + " WHERE lease.component = ?";
    private static final String SHEDLOCK =
            "SELECT extract(epoch FROM (clock_timestamp() AT TIME ZONE 'UTC') - lock_until) FROM shedlock WHERE name = ?";
    private static final String SPRING =
            "SELECT extract(epoch FROM (clock_timestamp() AT TIME ZONE 'UTC') - created_date) FROM int_lock WHERE lock_key = ?";

    private final Peer peer;
    private final Times times;
    private final @Nullable Connection connection;

    HeartbeatAge(Peer peer, String server, Times times) {
        this.peer = peer;
        this.times = times;
        this.connection = peer.onSql() ? JdbcPool.connect(server) : null;
    }

    /** How long it is between two of them. */
    Duration interval() {
        return peer == Peer.SHEDLOCK ? times.lease().dividedBy(2) : times.renew();
    }

    /** On the clock of {@link System#nanoTime()}; too early by what the question takes, never too late. */
    OptionalLong lastNanos(String component) {
        return switch (peer) {
            case ELECTOR -> ask(ELECTOR, component, 0);
            // The end of the lock is what it writes.
            case SHEDLOCK -> ask(SHEDLOCK, component, times.lease().toNanos());
            case SPRING -> ask(SPRING, UUIDConverter.getUUID(component).toString(), 0);
            case CURATOR, FLOOR -> OptionalLong.empty();
        };
    }

    private OptionalLong ask(String sql, String key, long moreNanos) {
        if (connection == null) {
            return OptionalLong.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, key);
            long before = System.nanoTime();
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next()
                        ? OptionalLong.of(before - (long) (rows.getDouble(1) * 1e9) - moreNanos)
                        : OptionalLong.empty();
            }
        } catch (SQLException unanswered) {
            throw new IllegalStateException("the last heartbeat of " + peer.title() + " cannot be read", unanswered);
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException gone) {
                // It is closed, which was wanted.
            }
        }
    }
}
