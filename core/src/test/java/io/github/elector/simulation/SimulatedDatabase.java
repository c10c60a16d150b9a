// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
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
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shipped tables behind a server with a clock of its own, that locks rows, restarts, and may lose commits. */
final class SimulatedDatabase implements Fence.Rows {
    private static final long MILLI = 1_000_000;
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    /** Fenced writes of the users of this very database. */
    final Fence fence;

    private final Timeline timeline;
    private final Referee referee;
    private final boolean keepsHistory;
    private final boolean listsHoldings;
    private final List<Write> history = new ArrayList<>();
    /** How much of the history there was when the first row of a component was made. */
    private final Map<ComponentName, Integer> firstRows = new HashMap<>();

    private final Set<ComponentName> locked = new HashSet<>();
    private final Set<SessionId> opened = new HashSet<>();
    private MemoryTables tables = new MemoryTables();
    private Ledger ledger = new Ledger();
    private int generations;
    private int generation;
    private long startedNanos;
    private boolean down;
    private long clockOffsetMillis;
    private Consumer<Hint> onChange = hint -> {};

    /** A write as it was made, so that the tables can be made again without the latest ones. */
    private interface Write {
        boolean on(MemoryTables tables);
    }

    /** As what a server comes back. */
    enum Comeback {
        /** It has just been started. */
        RESTARTED,
        /** Another, that has run for long and holds a copy, takes its place. */
        PROMOTED,
        /** Another that was in its place before has it again. */
        RETURNED
    }

    SimulatedDatabase(Timeline timeline, Referee referee, Scenario scenario, long upNanos) {
        this.timeline = timeline;
        this.referee = referee;
        this.startedNanos = -upNanos;
        this.keepsHistory = scenario.losesCommits();
        this.listsHoldings = scenario.listsHoldings();
        this.fence = new Fence(timeline, this, scenario.writing().limitNanos());
    }

    /** What to do when something was freed: the change feed. */
    void onChange(Consumer<Hint> listener) {
        onChange = listener;
    }

    /** What the row of this component says, whether it is released or not; null without a row. */
    @Nullable
    TermId termOf(ComponentName component) {
        LeaseSight.Row row = row(component);
        return row == null ? null : row.lease().term();
    }

    /** Whether somebody holds the lease of this component by a session that is not closed. */
    boolean isHeld(ComponentName component) {
        LeaseSight.Row row = row(component);
        return row != null && names(row.lease().term());
    }

    /** How many sessions were opened and not closed: all that others could watch. */
    long openSessions() {
        return look(new LookRequest(List.of(), opened)).sessions().values().stream()
                .filter(session -> !session.closed())
                .count();
    }

    private LeaseSight.@Nullable Row row(ComponentName component) {
        LeaseSight sight = look(new LookRequest(List.of(component))).leases().get(component);
        return sight instanceof LeaseSight.Row row ? row : null;
    }

    boolean isDown() {
        return down;
    }

    /** What was open is rolled back. */
    void goDown() {
        down = true;
        fence.crash();
    }

    /** It is there again, as another generation or as one that was there before. */
    void comeBack(Comeback as) {
        down = false;
        boolean returns = as == Comeback.RETURNED && generation > 0;
        generation = returns ? generation - 1 : ++generations;
        startedNanos = timeline.now() - (as == Comeback.RESTARTED ? 0 : 3_600_000 * MILLI);
    }

    /** How many writes it could forget. */
    int writes() {
        return history.size();
    }

    /** How many writes may be forgotten so that every row that was ever made is still there. */
    int forgettable(List<ComponentName> components) {
        boolean allThere = firstRows.keySet().containsAll(components);
        int needed =
                firstRows.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return allThere ? history.size() - needed : 0;
    }

    /** Whether every component has its row. */
    boolean hasAllRows(List<ComponentName> components) {
        return firstRows.keySet().containsAll(components);
    }

    /** The latest writes were never there. */
    void forget(int writes) {
        int kept = Math.max(0, history.size() - writes);
        history.subList(kept, history.size()).clear();
        firstRows.values().removeIf(at -> at > kept);
        tables = new MemoryTables();
        ledger = new Ledger();
        history.forEach(write -> write.on(tables));
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

    StoreAnswer.Opened open(SessionOpening opening) {
        long now = nowMillis();
        if (!write(tables -> tables.open(opening, now))) {
            throw new Violation("session id " + opening.id() + " was used twice");
        }
        opened.add(opening.id());
        referee.opened();
        return new StoreAnswer.Opened(server());
    }

    private boolean write(Write statement) {
        if (keepsHistory) {
            history.add(statement);
        }
        return statement.on(tables);
    }

    StoreAnswer.Heartbeat heartbeat(SessionId session) {
        long now = nowMillis();
        Server server = server();
        if (keepsHistory) {
            history.add(tables -> tables.heartbeat(session, server, now) instanceof StoreAnswer.Beat);
        }
        StoreAnswer.Heartbeat answer = tables.heartbeat(session, server, now);
        return answer instanceof StoreAnswer.Beat beat && !listsHoldings ? withoutList(beat) : answer;
    }

    private static StoreAnswer.Beat withoutList(StoreAnswer.Beat beat) {
        StoreAnswer.Holdings all = beat.holdings();
        return new StoreAnswer.Beat(beat.server(), new StoreAnswer.Holdings(all.count(), all.termSum(), List.of()));
    }

    StoreAnswer.Looked look(LookRequest request) {
        return tables.look(request, server(), nowMillis());
    }

    boolean expire(ExpireRequest request, SessionId by) {
        Generation current = server().generation();
        boolean closed = write(tables -> tables.expire(request, by, current));
        referee.expired(request.session(), closed);
        changed(closed, Hint.LOOK);
        return closed;
    }

    /** One answer for each claim; rows that are locked are busy. */
    List<StoreAnswer.Acquired> acquire(AcquireRequest request) {
        List<StoreAnswer.Acquired> answers = new ArrayList<>();
        for (Claim claim : request.claims()) {
            answers.add(isLocked(claim.component()) ? new StoreAnswer.Busy() : acquire(request.session(), claim));
        }
        return answers;
    }

    private StoreAnswer.Acquired acquire(SessionId session, Claim claim) {
        AcquireRequest alone = new AcquireRequest(session, List.of(claim));
        Generation current = server().generation();
        long now = nowMillis();
        StoreAnswer.Acquired answer = tables.acquire(alone, current, now).get(0);
        if (answer instanceof StoreAnswer.Granted granted) {
            if (keepsHistory) {
                history.add(tables -> tables.acquire(alone, current, now).contains(answer));
                firstRows.putIfAbsent(claim.component(), history.size());
            }
            referee.granted(granted.term());
        }
        return answer;
    }

    /** Null if it has to wait for the row. */
    @Nullable
    Boolean release(TermId term) {
        if (isLocked(term.component())) {
            fence.queue(term.component(), 50 * MILLI);
            return null;
        }
        boolean released = write(tables -> tables.release(term));
        referee.released(term, released);
        changed(released, new Hint(term));
        return released;
    }

    boolean closeSession(SessionId session) {
        write(tables -> {
            tables.closeSession(session);
            return true;
        });
        changed(true, Hint.LOOK);
        return true;
    }

    private boolean isLocked(ComponentName component) {
        return locked.contains(component) || fence.isHeld(component);
    }

    // What a fence asks.

    @Override
    public boolean isReadable(ComponentName component) {
        return !down && !locked.contains(component);
    }

    @Override
    public boolean names(TermId term) {
        StoreAnswer.Looked look = look(new LookRequest(List.of(term.component())));
        SessionSight holder = look.sessions().get(term.session());
        return look.leases().get(term.component()) instanceof LeaseSight.Row row
                && row.lease().term().equals(term)
                && !row.lease().released()
                && (holder == null || !holder.closed());
    }

    @Override
    public @Nullable TermId standsAt(ComponentName component) {
        return termOf(component);
    }

    @Override
    public void written(TermId term) {
        write(any -> {
            ledger.write(term);
            return true;
        });
        referee.wrote(term);
    }

    private void changed(boolean really, Hint hint) {
        if (really) {
            onChange.accept(hint);
        }
    }

    private Server server() {
        return new Server(new Generation("life-" + generation), (timeline.now() - startedNanos) / MILLI);
    }

    private long nowMillis() {
        return EPOCH_MILLIS + timeline.now() / MILLI + clockOffsetMillis;
    }
}
