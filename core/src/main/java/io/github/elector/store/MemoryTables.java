// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two tables and the conditional writes on them, in memory: what every store means, in the fewest words.
 *
 * <p>No I/O, no clock and no threads of its own: the server's clock is an argument, each method is one atomic statement,
 * and callers on several threads must see to it that only one runs at a time. {@link MemoryLeaseStore} and the
 * simulation are both built on it.
 */
public final class MemoryTables {
    private final Map<SessionId, SessionRow> sessions = new HashMap<>();
    private final Map<ComponentName, Lease> leases = new HashMap<>();

    private record SessionRow(
            SessionOpening opening,
            long version,
            boolean closed,
            @Nullable String closedBy,
            long renewedAtMillis) {
        SessionRow beaten(long nowMillis) {
            return new SessionRow(opening, version + 1, closed, closedBy, nowMillis);
        }

        SessionRow shut(@Nullable String by) {
            return closed ? this : new SessionRow(opening, version, true, by, renewedAtMillis);
        }

        SessionSight sight(long nowMillis) {
            return new SessionSight(
                    opening.id(),
                    version,
                    closed,
                    opening.leaseMillis(),
                    opening.renewMillis(),
                    nowMillis - renewedAtMillis,
                    opening.metadata());
        }
    }

    /** Two empty tables. */
    public MemoryTables() {}

    /** {@link LeaseStore#open}; false if the id exists already. */
    public boolean open(SessionOpening opening, long nowMillis) {
        return sessions.putIfAbsent(opening.id(), new SessionRow(opening, 0, false, null, nowMillis)) == null;
    }

    /** {@link LeaseStore#heartbeat}. */
    public StoreAnswer.Heartbeat heartbeat(SessionId session, Server server, long nowMillis) {
        SessionRow row = sessions.get(session);
        if (row == null || row.closed()) {
            return new StoreAnswer.Gone(row == null ? null : row.closedBy());
        }
        sessions.put(session, row.beaten(nowMillis));
        return new StoreAnswer.Beat(server, holdings(session));
    }

    /** {@link LeaseStore#look}. */
    public StoreAnswer.Looked look(LookRequest request, Server server, long nowMillis) {
        Map<ComponentName, LeaseSight> seenLeases = new HashMap<>();
        Map<SessionId, SessionSight> seenSessions = new HashMap<>();
        for (ComponentName component : request.components()) {
            Lease lease = leases.get(component);
            seenLeases.put(component, lease == null ? new LeaseSight.NoRow() : new LeaseSight.Row(lease));
            SessionRow holder = lease == null ? null : sessions.get(lease.term().session());
            if (holder != null) {
                seenSessions.put(holder.opening().id(), holder.sight(nowMillis));
            }
        }
        Map<SessionId, StoreAnswer.Held> held = new HashMap<>();
        for (SessionId session : request.watched()) {
            held.put(session, held(session));
            SessionRow row = sessions.get(session);
            if (row != null) {
                seenSessions.put(session, row.sight(nowMillis));
            }
        }
        sessions.forEach((id, row) -> {
            SessionSight sight = row.sight(nowMillis);
            if (!row.closed() && sight.silentMillis() > 2 * sight.leaseMillis()) {
                seenSessions.put(id, sight);
            }
        });
        return new StoreAnswer.Looked(server, seenLeases, seenSessions, held);
    }

    /** {@link LeaseStore#expire}. */
    public boolean expire(ExpireRequest request, SessionId by, Generation current) {
        SessionRow row = sessions.get(request.session());
        if (row == null
                || row.closed()
                || row.version() != request.version()
                || !request.generation().equals(current)) {
            return false;
        }
        sessions.put(request.session(), row.shut(by.value()));
        return true;
    }

    /** {@link LeaseStore#acquire}; nothing is ever locked here, so never busy. */
    public List<StoreAnswer.Acquired> acquire(AcquireRequest request, Generation current, long nowMillis) {
        List<StoreAnswer.Acquired> answers = new ArrayList<>(request.claims().size());
        for (Claim claim : request.claims()) {
            answers.add(acquire(request.session(), claim, current, nowMillis));
        }
        return answers;
    }

    private StoreAnswer.Acquired acquire(SessionId session, Claim claim, Generation current, long nowMillis) {
        Lease row = leases.get(claim.component());
        TermId found = row == null ? null : row.term();
        boolean asSeen = found == null ? claim.seen() == null : found.equals(claim.seen());
        boolean asSaid = !claim.ifReleased()
                || (row != null && row.released() && row.generation().equals(current));
        if (!asSeen || !asSaid || !claim.generation().equals(current)) {
            return new StoreAnswer.Refused();
        }
        long above = Math.max(found == null ? -1 : found.number(), claim.aboveTerm());
        TermId term = new TermId(claim.component(), Math.max(above + 1, nowMillis), session);
        leases.put(claim.component(), new Lease(term, false, current));
        return new StoreAnswer.Granted(term);
    }

    /** {@link LeaseStore#release}. */
    public boolean release(TermId term) {
        Lease row = leases.get(term.component());
        if (row == null || !row.term().equals(term)) {
            return false;
        }
        leases.put(term.component(), new Lease(term, true, row.generation()));
        return true;
    }

    /** {@link LeaseStore#closeSession}. */
    public void closeSession(SessionId session) {
        sessions.computeIfPresent(session, (id, row) -> row.shut(null));
    }

    private StoreAnswer.Holdings holdings(SessionId session) {
        List<TermId> terms = terms(session);
        long sum = terms.stream().mapToLong(TermId::number).sum();
        int count = terms.size();
        return new StoreAnswer.Holdings(count, sum, count <= StoreAnswer.Holdings.LISTED ? terms : List.of());
    }

    private StoreAnswer.Held held(SessionId session) {
        StoreAnswer.Held held = StoreAnswer.Held.NOTHING;
        for (TermId term : terms(session)) {
            held = held.plus(term);
        }
        return held;
    }

    private List<TermId> terms(SessionId session) {
        return leases.values().stream()
                .filter(lease -> !lease.released())
                .map(Lease::term)
                .filter(term -> term.session().equals(session))
                .toList();
    }
}
