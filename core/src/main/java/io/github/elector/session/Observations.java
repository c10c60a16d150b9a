// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.Timing;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What this host has seen of the others, and for how long it was so.
 *
 * <p>Deterministic and without I/O, but not immutable: it is changed by {@link #study} only. Nothing here compares two
 * machines' clocks, nor trusts the database's unless it was told to. A session is believed dead when its version was seen unchanged for the longer of both leases and a
 * little more, on the own monotonic clock; see {@link Watch} for how that is counted.
 *
 * <p>When the server's generation changes, commits that were acknowledged may be gone, and all observations start
 * anew. What would otherwise be believed at once, a released or closed holder or a missing row, is then believed only
 * after having watched the new generation for as long as a lease.
 */
public final class Observations {
    private static final int LEFT_BEHIND_LEASES = 10;
    private static final int FORGOTTEN_LEASES = 3;
    private static final long MILLI = 1_000_000;

    private final Timing timing;
    private final boolean trustsDatabaseClock;
    private final LookPlan plan;
    private final WatchedTime watched = new WatchedTime();
    private final Map<SessionId, Watch<Long>> versions = new HashMap<>();
    private final Map<SessionId, Watch<String>> missingHolders = new HashMap<>();
    private final Map<ComponentName, Watch<String>> missingRows = new HashMap<>();
    private @Nullable Watch<Generation> server;
    private boolean serverHasChanged;

    /**
     * Nothing seen yet.
     *
     * @param trustsDatabaseClock whether a holder that is silent by the database's clock counts as dead at first sight
     * @param seed spreads the looks of several standbys
     */
    public Observations(Timing timing, boolean trustsDatabaseClock, long seed) {
        this.timing = timing;
        this.trustsDatabaseClock = trustsDatabaseClock;
        this.plan = new LookPlan(timing, seed);
    }

    /** A heartbeat or an opening was answered by this generation. */
    public void onServer(Generation generation, long nowNanos) {
        if (server == null) {
            server = Watch.begin(generation, nowNanos);
        } else if (!server.what().equals(generation)) {
            startAnew(generation, nowNanos);
        }
    }

    /** There is a row of this component now, which no look may show for long: it is ours. */
    public void onRow(ComponentName component) {
        missingRows.remove(component);
    }

    /** The latest that is known of, or null. */
    public @Nullable Generation generation() {
        return server == null ? null : server.what();
    }

    /**
     * Takes a look into account.
     *
     * @param looked the answer
     * @param span when the look was sent, when it arrived, and how long after the previous one it was planned
     * @param own sessions of this very host, which it never closes this way
     * @param everHadRow components of which a row was ever seen
     * @param holding sessions that hold leases which this look did not read
     */
    public Insight study(
            StoreAnswer.Looked looked,
            LookSpan span,
            Set<SessionId> own,
            Predicate<ComponentName> everHadRow,
            Set<SessionId> holding) {
        watchServer(looked.server().generation(), span);
        watched.look(span, mostNanos(span));
        plan.look(span);
        Map<String, String> complaints = new HashMap<>();
        Map<ComponentName, Boolean> believable = new HashMap<>();
        Set<SessionId> holders = new HashSet<>(holding);
        for (Map.Entry<ComponentName, LeaseSight> entry : looked.leases().entrySet()) {
            ComponentName component = entry.getKey();
            if (entry.getValue() instanceof LeaseSight.Row row) {
                missingRows.remove(component);
                SessionId holder = row.lease().term().session();
                SessionSight session = looked.sessions().get(holder);
                if (row.lease().released() || (session != null && session.closed())) {
                    believable.put(component, isBelievable(row.lease()));
                } else if (session == null) {
                    believable.put(component, isOld(see(missingHolders, holder, ""), timing.observeNanos()));
                } else {
                    holders.add(holder);
                }
            } else if (entry.getValue() instanceof LeaseSight.Poisoned poisoned) {
                complaints.put("component '" + component + "'", poisoned.complaint());
            } else {
                believable.put(component, isAbsent(component, looked.server().upMillis(), everHadRow.test(component)));
            }
        }
        missingHolders.keySet().removeIf(holder -> looked.sessions().containsKey(holder));
        List<Insight.Silence> expirable = watchSessions(looked, own, holders, complaints);
        Map<ComponentName, ClaimWait> waits = waits(looked, believable, everHadRow);
        return new Insight(believable, expirable, complaints, waits, plan.nextLookNanos(), plan.leftBehindNanos());
    }

    /** Whether the server has had the same generation for so long that no commit it may have lost matters any more. */
    public boolean hasWatchedServer() {
        return server != null && server.provenNanos() >= timing.observeNanos();
    }

    private void watchServer(Generation generation, LookSpan span) {
        if (server == null) {
            server = Watch.begin(generation, span.arrivedNanos());
        } else if (server.what().equals(generation)) {
            server = server.seen(generation, span.sentNanos(), span.arrivedNanos(), mostNanos(span));
        } else {
            startAnew(generation, span.arrivedNanos());
        }
    }

    private void startAnew(Generation generation, long nowNanos) {
        server = Watch.begin(generation, nowNanos);
        serverHasChanged = true;
        versions.clear();
        missingHolders.clear();
        missingRows.clear();
    }

    /** Released, or the holder's session is closed: believed at once unless a lost commit may have brought that back. */
    private boolean isBelievable(Lease lease) {
        return lease.generation().equals(watchedServer().what()) || isOld(watchedServer(), timing.observeNanos());
    }

    /** No row: believed at once only if none was ever seen, and no commit that made one can have been lost. */
    private boolean isAbsent(ComponentName component, long upMillis, boolean hadRow) {
        Watch<String> absence = see(missingRows, component, "");
        if (hadRow) {
            return isOld(absence, timing.observeNanos());
        }
        long youngNanos = youngNanos(upMillis);
        if (!serverHasChanged && youngNanos < 0) {
            return true;
        }
        if (!serverHasChanged) {
            plan.considerRipe(youngNanos);
        }
        return isOld(watchedServer(), timing.observeNanos());
    }

    /** Until a server that is up for so long has been up for a lease; negative if it has. */
    private long youngNanos(long upMillis) {
        return timing.leaseNanos() - Math.min(upMillis, timing.leaseNanos() / MILLI + 1) * MILLI;
    }

    /** For people: what decides is whether a row is believable. */
    private Map<ComponentName, ClaimWait> waits(
            StoreAnswer.Looked looked, Map<ComponentName, Boolean> believable, Predicate<ComponentName> everHadRow) {
        Map<ComponentName, ClaimWait> waits = new HashMap<>();
        looked.leases().forEach((component, sight) -> {
            ClaimWait wait = Boolean.TRUE.equals(believable.get(component))
                    ? null
                    : waitOf(component, sight, looked, everHadRow);
            if (wait != null) {
                waits.put(component, wait);
            }
        });
        return waits;
    }

    private @Nullable ClaimWait waitOf(
            ComponentName component, LeaseSight sight, StoreAnswer.Looked looked, Predicate<ComponentName> everHadRow) {
        if (sight instanceof LeaseSight.Row row) {
            SessionId holder = row.lease().term().session();
            SessionSight session = looked.sessions().get(holder);
            if (row.lease().released() || (session != null && session.closed())) {
                return left(ClaimWait.Cause.SERVER_CHANGED, server, timing.observeNanos());
            }
            return session == null
                    ? left(ClaimWait.Cause.HOLDER_MISSING, missingHolders.get(holder), timing.observeNanos())
                    : silence(session);
        }
        if (sight instanceof LeaseSight.Poisoned) {
            return null;
        }
        if (everHadRow.test(component)) {
            return left(ClaimWait.Cause.ROW_MISSING, missingRows.get(component), timing.observeNanos());
        }
        ClaimWait watching = left(ClaimWait.Cause.SERVER_CHANGED, server, timing.observeNanos());
        return serverHasChanged || watching == null
                ? watching
                : new ClaimWait(
                        ClaimWait.Cause.SERVER_STARTED,
                        Math.min(watching.nanos(), youngNanos(looked.server().upMillis())));
    }

    /** A leader whose heartbeat is overdue by a half. */
    private @Nullable ClaimWait silence(SessionSight session) {
        Watch<Long> watch = versions.get(session.id());
        boolean overdue = watch != null && watch.agedNanos() > session.renewMillis() * MILLI * 3 / 2;
        return overdue
                ? left(ClaimWait.Cause.LEADER_SILENT, watch, timing.observeNanos(session.leaseMillis() * MILLI))
                : null;
    }

    private static @Nullable ClaimWait left(ClaimWait.Cause cause, @Nullable Watch<?> watch, long neededNanos) {
        return watch == null ? null : new ClaimWait(cause, neededNanos - watch.agedNanos());
    }

    private List<Insight.Silence> watchSessions(
            StoreAnswer.Looked looked, Set<SessionId> own, Set<SessionId> holders, Map<String, String> complaints) {
        List<Insight.Silence> expirable = new ArrayList<>();
        for (SessionSight session : looked.sessions().values()) {
            if (session.closed() || own.contains(session.id())) {
                versions.remove(session.id());
            } else if (isInsane(session)) {
                complaints.put("session '" + session.id() + "'", complaint(session));
            } else {
                Watch<Long> watch = see(versions, session.id(), session.version());
                long lease = timing.observeNanos(session.leaseMillis() * MILLI);
                boolean holds = holders.contains(session.id());
                boolean silent = holds
                        && isSilentByDatabase(session, lease, looked.server().upMillis());
                if (holds ? silent || isOld(watch, lease) : isLeftBehind(watch, lease)) {
                    expirable.add(silence(session, watch));
                } else if (holds) {
                    plan.considerHeartbeat(session);
                }
            }
        }
        // Not every look shows every session, and its version only grows: what lies between two sights does not matter,
        // and what this look has shown is not forgotten, however long ago the sight before was.
        versions.values()
                .removeIf(watch -> watched.nowNanos() - watch.seenAtNanos() > FORGOTTEN_LEASES * timing.leaseNanos());
        return expirable;
    }

    /**
     * The holder counts from before the heartbeat whose time the database wrote, so the ages of two times of one clock
     * tell as much as watching does, if that clock makes no step. Who has just started up may have lost a heartbeat.
     */
    private boolean isSilentByDatabase(SessionSight session, long leaseNanos, long upMillis) {
        long neededMillis = leaseNanos / MILLI + 1;
        if (!trustsDatabaseClock || upMillis < neededMillis) {
            return false;
        }
        if (session.silentMillis() < neededMillis) {
            plan.considerRipe((neededMillis - Math.max(0, session.silentMillis())) * MILLI);
            return false;
        }
        return true;
    }

    /** As long as there are such, they are looked at: one look shows some of them only. */
    private boolean isLeftBehind(Watch<Long> watch, long leaseNanos) {
        long neededNanos = LEFT_BEHIND_LEASES * leaseNanos;
        boolean left = watch.provenNanos() >= neededNanos;
        plan.considerLeftBehind(left ? neededNanos : neededNanos - watch.agedNanos());
        return left;
    }

    private Insight.Silence silence(SessionSight session, Watch<Long> watch) {
        ExpireRequest request = new ExpireRequest(
                session.id(), session.version(), watchedServer().what());
        return new Insight.Silence(request, watch.provenNanos(), session.silentMillis());
    }

    private static boolean isInsane(SessionSight session) {
        return session.leaseMillis() < Timing.MIN_LEASE_NANOS / MILLI
                || session.leaseMillis() > Timing.MAX_LEASE_NANOS / MILLI
                || session.renewMillis() <= 0
                || session.renewMillis() > session.leaseMillis();
    }

    /** Without what moves by itself, such as the session's silence. */
    private static String complaint(SessionSight session) {
        return "session '" + session.id() + "' is never taken for dead, and keeps what it leads: its row "
                + fault(session) + "; if its process is gone, set closed to true in its row";
    }

    private static String fault(SessionSight session) {
        if (session.leaseMillis() == SessionSight.UNREADABLE && session.renewMillis() == SessionSight.UNREADABLE) {
            return "holds a null, a negative number or an infinite time, but no elector writes one";
        }
        return "says a lease of " + session.leaseMillis() + " ms and heartbeats every " + session.renewMillis()
                + " ms, but a lease has " + Timing.MIN_LEASE_NANOS / MILLI + " to " + Timing.MAX_LEASE_NANOS / MILLI
                + " ms, and a heartbeat comes at least once in it";
    }

    private <K, T> Watch<T> see(Map<K, Watch<T>> watches, K key, T what) {
        Watch<T> before = watches.get(key);
        Watch<T> after = before == null
                ? Watch.begin(what, watched.nowNanos())
                : before.seen(what, watched.sentNanos(), watched.nowNanos(), Long.MAX_VALUE);
        watches.put(key, after);
        return after;
    }

    private boolean isOld(Watch<?> watch, long neededNanos) {
        if (watch.provenNanos() >= neededNanos) {
            return true;
        }
        plan.considerRipe(neededNanos - watch.agedNanos());
        return false;
    }

    private Watch<Generation> watchedServer() {
        return Objects.requireNonNull(server, "a look begins with the server it was answered by");
    }

    private long mostNanos(LookSpan span) {
        return span.plannedNanos() + timing.storeTimeoutNanos();
    }
}
