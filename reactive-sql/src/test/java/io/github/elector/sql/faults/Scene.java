// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.sql.testing.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a fault can get hold of.
 *
 * @param server on which it all is
 * @param ground its database
 * @param members all of them, if they run in this JVM
 * @param caught the one that was caught in the phase, if so
 * @param caughtJvm its JVM, if they run in JVMs of their own
 * @param held what the fault holds until it is healed
 */
record Scene(
        FaultServer server,
        Ground ground,
        List<Member> members,
        Optional<Member> caught,
        Optional<MemberJvm> caughtJvm,
        Keeper held) {
    private static final long CLOCK_TOLERANCE_MILLIS = 5_000;
    private static final long SPEED_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final double SPEED_TOLERANCE = 3;

    /** The one that was caught in the phase. */
    Member acting() {
        return caught.orElseThrow();
    }

    /** The JVM of the one that was caught in the phase. */
    MemberJvm jvm() {
        return caughtJvm.orElseThrow();
    }

    /** The line of the one that acts. */
    TcpProxy line() {
        return acting().line();
    }

    /** The lines of all of them. */
    List<TcpProxy> lines() {
        return members.stream().map(Member::line).toList();
    }

    /** The lines of those that do not act. */
    List<TcpProxy> otherLines() {
        return members.stream()
                .filter(each -> each != acting())
                .map(Member::line)
                .toList();
    }

    /**
     * The server's clock shows the true time and this much, until the fault is healed.
     *
     * @throws IllegalStateException if it does not
     */
    void setServerClock(Duration by) {
        FakedTime time = server.time().orElseThrow();
        held.keep(() -> time.set(Duration.ZERO));
        time.set(by);
        long off = ground.clockMillis() - System.currentTimeMillis() - by.toMillis();
        if (Math.abs(off) > CLOCK_TOLERANCE_MILLIS) {
            throw new IllegalStateException("the server's clock is " + off + " ms off from what it was set to");
        }
    }

    /**
     * The server's clock runs at this many times its speed, until the fault is healed.
     *
     * @throws IllegalStateException if it does not
     */
    void setServerSpeed(double times) {
        FakedTime time = server.time().orElseThrow();
        held.keep(() -> time.set(Duration.ZERO));
        time.setSpeed(times);
        long begun = System.nanoTime();
        long clock = ground.clockMillis();
        LockSupport.parkNanos(SPEED_NANOS);
        double shown = 1e6 * (ground.clockMillis() - clock) / (System.nanoTime() - begun);
        if (shown < times / SPEED_TOLERANCE || shown > times * SPEED_TOLERANCE) {
            throw new IllegalStateException("the server's clock runs at " + shown + " times its speed");
        }
    }

    ServerProcess process() {
        return server.process().orElseThrow();
    }
}
