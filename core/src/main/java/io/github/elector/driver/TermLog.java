// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.Waiting;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.time.Clock;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says in the log who leads, why a term ended, and why nobody is to lead yet.
 *
 * <p>A line for each, up to {@value #MOST} within a second; of what comes beyond that only the number is told, when what
 * came before is written, and from then on once a second. Nothing is written at once but {@value #DELAY_MILLIS} ms later:
 * a log that cannot be written keeps no term from its end, and a handover, which takes some milliseconds, does not wait
 * for two lines to be made. On the host's context only.
 */
final class TermLog {
    /** So many lines a second. */
    static final int MOST = 10;

    /** So long after what it tells a line is written, or earlier if another is due. */
    static final long DELAY_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SHOWN_IN_SECONDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final NodeName node;
    private final Timing timing;
    private final Clock clock;
    private final List<String> pending = new ArrayList<>();
    private final Map<String, Integer> untold = new TreeMap<>();
    private long windowNanos;
    private int lines;
    private boolean toldTheRest;

    TermLog(NodeName node, Timing timing, Clock clock) {
        this.node = node;
        this.timing = timing;
        this.clock = clock;
        this.windowNanos = clock.now().nanos();
    }

    void elected(TermId term) {
        say(
                "elected",
                () -> "component '" + term.component() + "': elected, term " + term.number() + ", session "
                        + term.session());
    }

    void over(TermId term, EndReason reason) {
        say(
                "over (" + reason.text() + ")",
                () -> "component '" + term.component() + "': term " + term.number() + " is over: " + reason.text());
    }

    /** Nobody leads the component as far as can be seen, and still it is not claimed. */
    void putOff(ComponentName component, Waiting waiting) {
        String what = why(waiting);
        if (!what.isEmpty()) {
            say(
                    "not claimed yet (" + waiting.cause().text() + ")",
                    () -> "component '" + component + "': no claim before " + what + ": "
                            + span(waiting.leftNanos(clock.now().nanos())) + " more");
        }
    }

    private String why(Waiting waiting) {
        return switch (waiting.cause()) {
            case SERVER_STARTED ->
                span(timing.leaseNanos())
                        + " have passed since the server's start, as rows from before it could be missing";
            case SERVER_CHANGED ->
                "this server was watched for " + span(timing.observeNanos())
                        + ", as it was started or took another's place and commits could be missing";
            case ROW_MISSING -> "its row, which was there, has been missing for " + span(timing.observeNanos());
            case HOLDER_MISSING ->
                "the row of its leader's session has been missing for " + span(timing.observeNanos());
            // Whoever asked for it knows, and a takeover tells of itself.
            case LEADER_SILENT, STAYS_OUT -> "";
        };
    }

    /** The line is not made if nobody reads it. */
    private void say(String kind, Supplier<String> line) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        beginWindowIfOver();
        if (lines < MOST) {
            lines++;
            pending.add(line.get());
        } else {
            untold.merge(kind, 1, Integer::sum);
        }
    }

    /** Whether there is something that {@link #tell} would write, or will. */
    boolean hasUntold() {
        return !pending.isEmpty() || !untold.isEmpty();
    }

    /** Writes what is due. */
    void tell() {
        beginWindowIfOver();
        if (!toldTheRest) {
            tellTheRest();
        }
        write();
    }

    /** Nothing is told after this. */
    void close() {
        tellTheRest();
        write();
    }

    private void write() {
        if (!pending.isEmpty()) {
            List<String> lines = List.copyOf(pending);
            pending.clear();
            lines.forEach(LOG::info);
        }
    }

    private void beginWindowIfOver() {
        if (lines > 0 && clock.now().nanos() - windowNanos >= WINDOW_NANOS) {
            tellTheRest();
            lines = 0;
            toldTheRest = false;
        }
        if (lines == 0) {
            windowNanos = clock.now().nanos();
        }
    }

    private void tellTheRest() {
        if (!untold.isEmpty()) {
            toldTheRest = true;
            pending.add("node '" + node + "': and so many components more: "
                    + untold.entrySet().stream()
                            .map(kind -> kind.getKey() + " " + kind.getValue())
                            .collect(Collectors.joining(", ")));
            untold.clear();
        }
    }

    private static String span(long nanos) {
        return nanos < SHOWN_IN_SECONDS_NANOS
                ? ceiling(nanos, TimeUnit.MILLISECONDS) + " ms"
                : ceiling(nanos, TimeUnit.SECONDS) + " s";
    }

    private static long ceiling(long nanos, TimeUnit unit) {
        long whole = unit.toNanos(1);
        return (nanos + whole - 1) / whole;
    }
}
