// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The shipped tables behind a server with a clock of its own, that locks rows, restarts, and may lose commits. */
final class SimulatedDatabase {
    private static final long MILLI = 1_000_000;
    private static final long EPOCH_MILLIS = 1_800_000_000_000L;

    private final Timeline timeline;
    private final Referee referee;
    private final boolean keepsHistory;
    private final boolean listsHoldings;
    private final List<Write> history = new ArrayList<>();
    private final Set<ComponentName> locked = new HashSet<>();
    private MemoryTables tables = new MemoryTables();
    private int generation;
    private long startedNanos;
    private boolean down;
    private long clockOffsetMillis;
    private Consumer<Hint> onChange = hint -> {};

    /** A write as it was made, so that the tables can be made again without the latest ones. */
    private interface Write {
        boolean on(MemoryTables tables);
    }

    SimulatedDatabase(Timeline timeline, Referee referee, Scenario scenario, long upNanos) {
        this.timeline = timeline;
        this.referee = referee;
        this.startedNanos = -upNanos;
        this.keepsHistory = scenario.losesCommits();
        this.listsHoldings = scenario.listsHoldings();
    }

    /** What to do when something was freed: the change feed. */
    void onChange(Consumer<Hint> listener) {
        onChange = listener;
    }

    /** What the row of this component says, whether it is released or not; null without a row. */
    @Nullable
    TermId termOf(ComponentName component) {
        LeaseSight sight = look(new LookRequest(List.of(component))).leases().get(component);
        return sight instanceof LeaseSight.Row row ? row.lease().term() : null;
    }

    boolean isDown() {
        return down;
    }

    void goDown() {
        down = true;
    }

    /** It is there again, as another generation. */
    void comeBack(boolean asOneThatWasUpForLong) {
        down = false;
        generation++;
        startedNanos = timeline.now() - (asOneThatWasUpForLong ? 3_600_000 * MILLI : 0);
    }

    /** The latest writes were never there. */
    void forget(int writes) {
        history.subList(Math.max(0, history.size() - writes), history.size()).clear();
        tables = new MemoryTables();
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
            answers.add(
                    locked.contains(claim.component()) ? new StoreAnswer.Busy() : acquire(request.session(), claim));
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
            }
            referee.granted(granted.term());
        }
        return answer;
    }

    /** Null if it waited for the row until it was given up. */
    @Nullable
    Boolean release(TermId term) {
        if (locked.contains(term.component())) {
            return null;
        }
        boolean released = write(tables -> tables.release(term));
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
