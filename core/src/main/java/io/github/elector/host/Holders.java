// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer.Held;
import io.github.elector.store.StoreAnswer.Looked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which leases need not be read again: those whose holder still holds as many as when they were read, with the same sum
 * of terms. A look that shows both costs the same for one lease and for a hundred thousand.
 *
 * <p>What is compared was read in one statement: a lease counts on its holder if the look that read it also told what
 * the holder held. A later look that tells the same shows that nothing has changed in between. If it tells something
 * else, and the leases it read do not account for the difference, nothing is known of the others, and all of them are
 * read again.
 */
final class Holders {
    /** Leases of further holders are read each time. */
    private static final int MOST = 1_000;

    private final Map<SessionId, Holder> holders = new LinkedHashMap<>();

    /** What the leases of one look account for. */
    private record Change(Held gone, Held come) {
        static final Change NONE = new Change(Held.NOTHING, Held.NOTHING);
    }

    /** Those a look has to tell of. */
    Set<SessionId> sessions() {
        return holders.keySet();
    }

    /** Those that hold leases which are not read. */
    Set<SessionId> countedOn() {
        Set<SessionId> countedOn = new HashSet<>();
        for (Holder holder : holders.values()) {
            if (holder.counted > 0) {
                countedOn.add(holder.session);
            }
        }
        return countedOn;
    }

    /** Whether what is known of its lease still holds without reading it. */
    boolean isCountedOn(Candidate candidate) {
        return isCurrent(candidate.holder);
    }

    /** A look has shown that this session holds a lease: later looks shall tell how much. */
    void meet(SessionId session, long nowNanos) {
        if (holders.size() < MOST) {
            holders.computeIfAbsent(session, any -> new Holder(session, nowNanos));
        }
    }

    /** A round of looks begins: those that hold nothing of interest any more are forgotten. */
    void beginRound() {
        holders.values().removeIf(holder -> holder.counted == 0 && holder.idleRounds++ > 1);
    }

    /** Nobody counts on anything any more; returns those that somebody may have counted on. */
    List<Holder> forgetAll() {
        List<Holder> forgotten = List.copyOf(holders.values());
        holders.clear();
        return forgotten;
    }

    /**
     * Compares what a look tells with what is known, and lets the leases it read count from now on.
     *
     * @return those that nobody may count on any more
     */
    List<Holder> compare(Looked look, Elections elections, long nowNanos) {
        Map<SessionId, Change> changes = new HashMap<>();
        look.leases().forEach((component, sight) -> {
            Candidate candidate = elections.find(component);
            if (candidate != null && !sameCount(candidate, held(sight))) {
                note(changes, candidate, held(sight));
            }
        });
        List<Holder> doubted = new ArrayList<>();
        look.held().forEach((session, held) -> {
            Holder holder = holders.get(session);
            SessionSight sight = look.sessions().get(session);
            boolean lives = sight != null && !sight.closed();
            if (holder == null) {
                return;
            }
            if (lives && accountsFor(holder, changes.getOrDefault(session, Change.NONE), held)) {
                holder.held = held;
                holder.seen.again(nowNanos);
                return;
            }
            doubted.add(holder);
            holders.remove(session);
            if (lives) {
                Holder anew = new Holder(session, nowNanos);
                anew.held = held;
                holders.put(session, anew);
            }
        });
        look.leases().forEach((component, sight) -> {
            Candidate candidate = elections.find(component);
            if (candidate != null && !sameCount(candidate, held(sight))) {
                recount(candidate, held(sight), look);
            }
        });
        return doubted;
    }

    private void recount(Candidate candidate, @Nullable TermId held, Looked look) {
        candidate.uncount();
        Holder holder = held == null || !look.held().containsKey(held.session()) ? null : holders.get(held.session());
        if (held != null && holder != null) {
            candidate.count(holder, held);
        }
    }

    /** The candidate was granted the very lease that was counted: it is the holder's no longer. */
    void taken(Candidate candidate) {
        Holder holder = candidate.holder;
        TermId counted = candidate.counted;
        if (holder != null && counted != null && holder.held != null) {
            holder.held = holder.held.minus(counted);
        }
        candidate.uncount();
    }

    private boolean sameCount(Candidate candidate, @Nullable TermId held) {
        return held != null && held.equals(candidate.counted) && isCurrent(candidate.holder);
    }

    private void note(Map<SessionId, Change> changes, Candidate candidate, @Nullable TermId held) {
        TermId counted = candidate.counted;
        if (counted != null && isCurrent(candidate.holder)) {
            Change before = changes.getOrDefault(counted.session(), Change.NONE);
            changes.put(counted.session(), new Change(before.gone().plus(counted), before.come()));
        }
        if (held != null) {
            Change before = changes.getOrDefault(held.session(), Change.NONE);
            changes.put(held.session(), new Change(before.gone(), before.come().plus(held)));
        }
    }

    private boolean isCurrent(@Nullable Holder holder) {
        return holder != null && holders.get(holder.session) == holder;
    }

    /** What is read for the first time may have been held all the time, or have come since. */
    private static boolean accountsFor(Holder holder, Change change, Held now) {
        Held before = holder.held;
        if (before == null || holder.counted == 0) {
            return true;
        }
        Held left = new Held(
                before.leases() - change.gone().leases(),
                before.termSum() - change.gone().termSum());
        Held grown = new Held(
                left.leases() + change.come().leases(),
                left.termSum() + change.come().termSum());
        return now.equals(left) || now.equals(grown);
    }

    private static @Nullable TermId held(@Nullable LeaseSight sight) {
        return sight instanceof LeaseSight.Row row && !row.lease().released()
                ? row.lease().term()
                : null;
    }
}
