// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.metrics.MeasuredHost;
import io.github.elector.session.Grant;
import io.github.elector.time.Clock;
import io.github.elector.time.Moment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the session and the store of a host do, for those who watch it: written on the host's context, read from any
 * thread, so that the answer does not depend on that context having time.
 */
final class Pulse implements MeasuredHost {
    private final String node;
    private final boolean campaigns;
    private final Timing timing;
    private final Clock clock;
    private volatile @Nullable SessionId session;
    private volatile @Nullable Moment openedAt;
    private volatile @Nullable Grant grant;
    private volatile boolean storeReachable = true;
    private volatile boolean hasFailed;

    Pulse(HostConfig config, Clock clock) {
        this.node = config.node().value();
        this.campaigns = config.campaigns();
        this.timing = config.timing();
        this.clock = clock;
    }

    /** The session lives until the ends of this grant; the first one of a session opens it. */
    void extended(SessionId id, Grant later) {
        if (!id.equals(session)) {
            session = id;
            openedAt = later.sentAt();
        }
        grant = later;
    }

    /** The session is over. */
    void over(SessionId id) {
        if (id.equals(session)) {
            grant = null;
            openedAt = null;
        }
    }

    void storeIs(boolean reachable) {
        storeReachable = reachable;
    }

    /** The elector's own code failed, and the host has stopped. */
    void failed() {
        hasFailed = true;
    }

    boolean hasFailed() {
        return hasFailed;
    }

    /** Since the latest heartbeat that was answered yes was sent; zero without a session. */
    Duration sinceHeartbeat() {
        Grant latest = grant;
        return latest == null ? Duration.ZERO : Duration.ofNanos(clock.now().elapsedNanosSince(latest.sentAt()));
    }

    /** Whether the heartbeat that was due since is overdue: it was sent late, failed, or nobody is there to send it. */
    boolean isHeartbeatOverdue() {
        return sinceHeartbeat().toNanos()
                > timing.renewNanos() + timing.storeTimeoutNanos() + timing.firstBackoffNanos();
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public boolean campaigns() {
        return campaigns;
    }

    @Override
    public Duration sessionRemaining() {
        Grant latest = grant;
        return latest == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, latest.hardLeftNanos(clock.now())));
    }

    @Override
    public Duration sessionAge() {
        Moment opened = openedAt;
        return opened == null ? Duration.ZERO : Duration.ofNanos(clock.nanos() - opened.nanos());
    }

    @Override
    public boolean isStoreReachable() {
        return storeReachable;
    }
}
