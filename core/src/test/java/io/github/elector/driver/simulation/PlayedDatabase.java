// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.simulation.Timeline;
import io.github.elector.simulation.Violation;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryTables;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The shipped tables behind a server with a clock of its own, that restarts and may forget its latest commits. */
final class PlayedDatabase {
    private static final long MILLI = 1_000_000;
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private final Timeline timeline;
    private final List<Write> history = new ArrayList<>();
    private final Set<ComponentName> locked = new HashSet<>();
    private final Map<ComponentName, Long> highest = new HashMap<>();
    private final List<Consumer<Hint>> listeners = new ArrayList<>();
    private MemoryTables tables = new MemoryTables();
    private long startedNanos;
    private long clockOffsetMillis;
    private int generation;
    private boolean down;

    /** A write as it was made, so that the tables can be made again without the latest ones. */
    private interface Write {
        void on(MemoryTables tables);
    }

    PlayedDatabase(Timeline timeline, long upNanos) {
        this.timeline = timeline;
        this.startedNanos = -upNanos;
    }

    /** Who wants to hear of changes. */
    void onChange(Consumer<Hint> listener) {
        listeners.add(listener);
    }

    boolean isDown() {
        return down;
    }

    void goDown() {
        down = true;
    }

    /** Another life, without so many of the latest writes. */
    void comeBack(int forgotten) {
        down = false;
        generation++;
        startedNanos = timeline.now();
        if (forgotten > 0) {
            history.subList(Math.max(0, history.size() - forgotten), history.size())
                    .clear();
            tables = new MemoryTables();
            history.forEach(write -> write.on(tables));
        }
    }

    void stepClock(long millis) {
        clockOffsetMillis += millis;
    }

    void lock(ComponentName component) {
        locked.add(component);
    }

    void unlock(ComponentName component) {
        locked.remove(component);
    }

    boolean isLocked(ComponentName component) {
        return locked.contains(component);
    }

    /** The row of this component. */
    Optional<LeaseSight.Row> row(ComponentName component) {
        LeaseSight sight = look(new LookRequest(List.of(component))).leases().get(component);
        return sight instanceof LeaseSight.Row row ? Optional.of(row) : Optional.empty();
    }

    boolean isOpen(SessionId session) {
        SessionSight sight =
                look(new LookRequest(List.of(), Set.of(session))).sessions().get(session);
        return sight != null && !sight.closed();
    }

    StoreAnswer.Opened open(SessionOpening opening) {
        long now = nowMillis();
        if (!tables.open(opening, now)) {
            throw new Violation("session id " + opening.id() + " was used twice");
        }
        history.add(again -> again.open(opening, now));
        return new StoreAnswer.Opened(server());
    }

    StoreAnswer.Heartbeat heartbeat(SessionId session) {
        long now = nowMillis();
        Server server = server();
        history.add(again -> again.heartbeat(session, server, now));
        return tables.heartbeat(session, server, now);
    }

    StoreAnswer.Looked look(LookRequest request) {
        return tables.look(request, server(), nowMillis());
    }

    boolean expire(ExpireRequest request, SessionId by) {
        Generation current = server().generation();
        boolean closed = tables.expire(request, by, current);
        history.add(again -> again.expire(request, by, current));
        changed(closed, Hint.LOOK);
        return closed;
    }

    List<StoreAnswer.Acquired> acquire(AcquireRequest request) {
        return request.claims().stream()
                .map(claim -> locked.contains(claim.component())
                        ? new StoreAnswer.Busy()
                        : acquireAlone(new AcquireRequest(request.session(), List.of(claim))))
                .toList();
    }

    private StoreAnswer.Acquired acquireAlone(AcquireRequest alone) {
        Generation current = server().generation();
        long now = nowMillis();
        StoreAnswer.Acquired answer = tables.acquire(alone, current, now).get(0);
        if (answer instanceof StoreAnswer.Granted granted) {
            history.add(again -> again.acquire(alone, current, now));
            TermId term = granted.term();
            Long before = highest.put(term.component(), term.number());
            if (before != null && before >= term.number()) {
                throw new Violation("I2: term " + term + " was granted after term " + before);
            }
        }
        return answer;
    }

    boolean release(TermId term) {
        boolean released = tables.release(term);
        history.add(again -> again.release(term));
        changed(released, new Hint(term));
        return released;
    }

    void closeSession(SessionId session) {
        tables.closeSession(session);
        history.add(again -> again.closeSession(session));
        changed(true, Hint.LOOK);
    }

    private void changed(boolean really, Hint hint) {
        if (really) {
            List.copyOf(listeners).forEach(listener -> listener.accept(hint));
        }
    }

    private Server server() {
        return new Server(new Generation("life-" + generation), (timeline.now() - startedNanos) / MILLI);
    }

    private long nowMillis() {
        return EPOCH_MILLIS + timeline.now() / MILLI + clockOffsetMillis;
    }
}
