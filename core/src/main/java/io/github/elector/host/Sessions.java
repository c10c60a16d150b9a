// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.Timing;
import io.github.elector.session.Backoff;
import io.github.elector.session.SessionCommand;
import io.github.elector.session.SessionState;
import io.github.elector.session.SessionState.Phase;
import io.github.elector.session.SessionStep;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a host: the one it campaigns with, and those that are over but whose work still runs or whose row is
 * still to be closed. When the current one is over, the next is opened at once; only a component whose old work still
 * runs stays out.
 */
final class Sessions {
    private final Timing timing;
    private final long seed;
    private final Supplier<SessionId> ids;
    private final Map<SessionId, SessionState> leftovers = new LinkedHashMap<>();
    private @Nullable SessionState current;
    private boolean reopens = true;
    private long reopenAtNanos;
    // In a row without a single heartbeat answered yes.
    private int failures;
    private boolean openingsProveNothing;

    Sessions(Timing timing, long seed, Supplier<SessionId> ids, long nowNanos) {
        this.timing = timing;
        this.seed = seed;
        this.ids = ids;
        this.reopenAtNanos = nowNanos;
    }

    @Nullable
    SessionState current() {
        return current;
    }

    boolean isCurrent(SessionId id) {
        return current != null && current.id().equals(id);
    }

    /** Whether it belongs to this host and its row may still be open. */
    boolean isOwn(SessionId id) {
        return isCurrent(id) || leftovers.containsKey(id);
    }

    /** Until the soft end of this session; not positive if it is not alive. */
    long softLeftNanos(SessionId id, Moment now) {
        return current != null && current.id().equals(id) ? current.softLeftNanos(now) : -1;
    }

    /**
     * Whether the current session has yet to show that it can be kept alive, since the one before never was: a right to
     * insert is not one to update. With what an opening alone gives it would lead and lose its terms again and again.
     */
    boolean awaitProof() {
        return openingsProveNothing;
    }

    /** All sessions of this host, which it leaves to themselves when it looks at others. */
    Set<SessionId> own() {
        Set<SessionId> own = new HashSet<>(leftovers.keySet());
        if (current != null) {
            own.add(current.id());
        }
        return own;
    }

    /** How many heartbeats the current one has sent. */
    long beats() {
        return current == null ? 0 : current.beats();
    }

    /** Whether the answer to this heartbeat is awaited. */
    boolean awaitsBeat(SessionId id, long attempt) {
        return isCurrent(id) && beats() == attempt;
    }

    /** Those that have lapsed and whose row is not being closed yet. */
    List<SessionId> lapsed() {
        return leftovers.isEmpty()
                ? List.of()
                : leftovers.values().stream()
                        .filter(state -> state.phase() == Phase.LAPSED)
                        .map(SessionState::id)
                        .toList();
    }

    /** The times of all of them, and the opening of the next one. */
    List<SessionCommand> tick(Moment now) {
        List<SessionCommand> commands = new ArrayList<>();
        if (current != null) {
            commands.addAll(apply(current.id(), state -> state.onTick(now), now));
        }
        for (SessionId id : List.copyOf(leftovers.keySet())) {
            commands.addAll(apply(id, state -> state.onTick(now), now));
        }
        if (current == null && reopens && now.nanos() - reopenAtNanos >= 0) {
            SessionStep step = SessionState.open(ids.get(), timing, seed, now);
            current = step.next();
            commands.addAll(step.commands());
        }
        return commands;
    }

    /** Gives the session an event; one that is over for good knows nothing of it any more. */
    List<SessionCommand> apply(SessionId id, Function<SessionState, SessionStep> event, Moment now) {
        boolean wasCurrent = isCurrent(id);
        SessionState before = wasCurrent ? current : leftovers.get(id);
        if (before == null) {
            return List.of();
        }
        SessionStep step = event.apply(before);
        keep(before, step.next(), wasCurrent, now);
        return step.commands();
    }

    private void keep(SessionState before, SessionState next, boolean wasCurrent, Moment now) {
        if (wasCurrent && (next.phase() == Phase.OPENING || next.phase() == Phase.ALIVE)) {
            if (next.isProven()) {
                failures = 0;
                openingsProveNothing = false;
            }
            current = next;
            return;
        }
        if (wasCurrent) {
            current = null;
            openingsProveNothing |= before.phase() == Phase.ALIVE && !before.isProven();
            reopenAtNanos = now.nanos() + (before.isProven() ? 0 : Backoff.nanos(timing, failures++, seed));
        }
        if (next.phase() == Phase.CLOSED) {
            leftovers.remove(next.id());
        } else {
            leftovers.put(next.id(), next);
        }
    }

    /** No session is opened any more; returns the one there is. */
    @Nullable
    SessionState stopOpening() {
        reopens = false;
        return current;
    }

    /** Leaves the current one to silence. */
    void abandonCurrent() {
        current = null;
    }

    /** Whether nothing of any session is left to be awaited. */
    boolean areClosed() {
        return current == null && leftovers.values().stream().noneMatch(state -> state.phase() == Phase.CLOSING);
    }

    OptionalLong wakeAtNanos() {
        long soonest = Long.MAX_VALUE;
        boolean any = false;
        ArrayList<OptionalLong> times = new ArrayList<>();
        leftovers.values().forEach(state -> times.add(state.wakeAtNanos()));
        if (current != null) {
            times.add(current.wakeAtNanos());
        } else if (reopens) {
            times.add(OptionalLong.of(reopenAtNanos));
        }
        for (OptionalLong time : times) {
            if (time.isPresent() && (!any || soonest - time.getAsLong() > 0)) {
                soonest = time.getAsLong();
                any = true;
            }
        }
        return any ? OptionalLong.of(soonest) : OptionalLong.empty();
    }
}
