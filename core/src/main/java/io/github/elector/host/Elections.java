// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.Candidacy;
import io.github.elector.election.ElectionCommand;
import io.github.elector.election.ElectionState;
import io.github.elector.election.Standing;
import io.github.elector.election.Step;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The elections of a host by component, and those that only give back a term nobody asked for any more (strays).
 *
 * <p>An election whose step throws is not left as it was: its term ends and is released.
 */
final class Elections {
    private final Timing timing;
    private final long seed;
    private final LookSchedule looks;
    private final Sessions sessions;
    private final Outbox outbox;
    private final LookQueue queue;
    private final Wakes wakes = new Wakes();
    private final InHand inHand = new InHand();
    private final Map<ComponentName, Candidate> candidates = new LinkedHashMap<>();
    private final Map<TermId, Candidate> strays = new LinkedHashMap<>();
    private final Map<ComponentName, Candidacy> former = new HashMap<>();
    private Set<ComponentName> moved = new LinkedHashSet<>();
    private int overruns;

    Elections(Timing timing, long seed, LookSchedule looks, LookQueue queue, Sessions sessions, Outbox outbox) {
        this.timing = timing;
        this.seed = seed;
        this.looks = looks;
        this.queue = queue;
        this.sessions = sessions;
        this.outbox = outbox;
    }

    void join(ComponentName component) {
        Candidacy before = former.get(component);
        Candidacy candidacy =
                before == null ? Candidacy.of(component, timing, seed ^ component.hashCode()) : before.joinAgain();
        ElectionState election = ElectionState.standby(candidacy);
        Candidate candidate = new Candidate(election, looks.number());
        if (candidates.putIfAbsent(component, candidate) != null) {
            throw new IllegalStateException("component '" + component + "' has an election on this host already");
        }
        queue.enter(candidate);
    }

    /** Those whose election has taken a step since this was asked last. */
    Set<ComponentName> takeMoved() {
        if (moved.isEmpty()) {
            return Set.of();
        }
        Set<ComponentName> taken = moved;
        moved = new LinkedHashSet<>();
        return taken;
    }

    Set<ComponentName> components() {
        return candidates.keySet();
    }

    @Nullable
    Candidate find(ComponentName component) {
        return candidates.get(component);
    }

    void each(BiConsumer<ComponentName, Candidate> visitor) {
        new ArrayList<>(candidates.entrySet()).forEach(entry -> visitor.accept(entry.getKey(), entry.getValue()));
    }

    /** Those that were led by this session when they were last seen. */
    List<Candidate> ledBy(SessionId session) {
        return candidates.values().stream()
                .filter(candidate ->
                        candidate.leader != null && candidate.leader.session().equals(session))
                .toList();
    }

    /** Components that were retired and have no election now. */
    private Set<ComponentName> former() {
        Set<ComponentName> gone = new HashSet<>(former.keySet());
        gone.removeAll(candidates.keySet());
        return gone;
    }

    /** Whether a row of this component was ever seen. */
    boolean everHadRow(ComponentName component) {
        Candidate candidate = candidates.get(component);
        return candidate != null && candidate.election.candidacy().highestTerm() >= 0;
    }

    /** Whether nothing can be waited for any more: what is left is work that overran its stop budget. */
    boolean areSettled() {
        return strays.isEmpty() && overruns == candidates.size();
    }

    /** Whether a claim or a release is in hand, or about to be sent. */
    boolean areAsking() {
        return Stream.concat(candidates.values().stream(), strays.values().stream())
                .anyMatch(candidate -> candidate.election.isAsking());
    }

    /** Whether a term of this session is in hand, or is being asked for or given back. */
    boolean use(SessionId session) {
        return inHand.isAny(session) || strays.values().stream().anyMatch(stray -> uses(stray, session));
    }

    private static boolean uses(Candidate candidate, SessionId session) {
        TermId inHand = candidate.election.inHand();
        return inHand != null && inHand.session().equals(session);
    }

    OptionalLong wakeAtNanos() {
        return wakes.soonestNanos();
    }

    void tick(long nowNanos) {
        for (Candidate candidate : wakes.due(nowNanos)) {
            apply(candidate, election -> election.onTick(nowNanos), nowNanos);
        }
    }

    /** Gives the election of this component an event, if there is one. */
    void apply(ComponentName component, Function<ElectionState, Step> event, long nowNanos) {
        Candidate candidate = candidates.get(component);
        if (candidate != null) {
            apply(candidate, event, nowNanos);
        }
    }

    /** Gives the event to whichever election has this term in hand. */
    void applyToHolder(TermId term, Function<ElectionState, Step> event, long nowNanos) {
        Candidate candidate = candidates.get(term.component());
        if (candidate != null && candidate.holds(term)) {
            apply(candidate, event, nowNanos);
        }
        Candidate stray = strays.get(term);
        if (stray != null) {
            apply(stray, event, nowNanos);
        }
    }

    /** Ends every term of a session that is over. */
    void endAll(SessionId session, EndReason reason, long nowNanos) {
        inHand.of(session)
                .forEach(candidate -> apply(candidate, election -> election.onTermOver(reason, nowNanos), nowNanos));
    }

    /** The components a term is in hand of, whichever session's, and those that were retired and have no election now. */
    Set<ComponentName> everInHand() {
        Set<ComponentName> all = former();
        candidates.forEach((component, candidate) -> {
            if (candidate.election.inHand() != null) {
                all.add(component);
            }
        });
        return all;
    }

    /**
     * Holds what a heartbeat says against what is in hand: a term that was in hand when it was sent and is missing ends;
     * a term that is held although its election knows nothing of it, or has given it back already, is given back.
     *
     * @return whether a look at everything in hand is needed, since not all terms were listed
     */
    boolean audit(SessionId session, long beat, StoreAnswer.Holdings holdings, long nowNanos) {
        if (!holdings.isComplete()) {
            return !new StoreAnswer.Held(holdings.count(), holdings.termSum()).equals(inHand.held(session));
        }
        Set<TermId> held = new HashSet<>(holdings.terms());
        for (Candidate candidate : inHand.of(session)) {
            TermId term = candidate.election.inHand();
            if (candidate.quietAfterBeat < beat && term != null && !held.contains(term)) {
                apply(candidate, election -> election.onTermOver(EndReason.LEASE_LOST, nowNanos), nowNanos);
            }
        }
        for (TermId term : holdings.terms()) {
            Candidate candidate = candidates.get(term.component());
            if (candidate == null || (candidate.election.isGivenUp() && candidate.quietAfterBeat < beat)) {
                // The database has forgotten its release, or that of an earlier term, and nobody else can free the
                // lease while the session lives.
                giveBack(term, nowNanos);
            } else if (candidate.quietAfterBeat < beat && !givesBack(term)) {
                judge(candidate, new Standing.Mine(term), nowNanos);
            }
        }
        return false;
    }

    /** Whether a stray is giving this term back already. */
    boolean givesBack(TermId term) {
        return strays.containsKey(term);
    }

    /** Gives back a term of a component without an election, unless that is under way. */
    void giveBack(TermId term, long nowNanos) {
        if (strays.containsKey(term)) {
            return;
        }
        Candidacy candidacy = Candidacy.of(term.component(), timing, seed);
        Candidate stray = new Candidate(ElectionState.standby(candidacy), looks.number());
        strays.put(term, stray);
        apply(stray, election -> ElectionState.stray(candidacy, term), nowNanos);
    }

    /** Tells an election what a look or a heartbeat means for it, if no operation of it crossed that. */
    void judge(Candidate candidate, Standing standing, long nowNanos) {
        apply(candidate, election -> election.onLook(standing, nowNanos), nowNanos);
    }

    private void apply(Candidate candidate, Function<ElectionState, Step> event, long nowNanos) {
        Step step = stepOf(candidate, event, nowNanos);
        if (candidate.election.isAsking()) {
            // Also if the next operation begins at once: its own end moves this on.
            candidate.quietAfterLook = looks.number();
            candidate.quietAfterBeat = sessions.beats();
        }
        move(candidate, step.next());
        ElectionCommand.Runner effects = new Effects(candidate, nowNanos);
        step.commands().forEach(command -> command.runBy(effects));
    }

    private void move(Candidate candidate, ElectionState next) {
        ElectionState before = candidate.election;
        candidate.election = next;
        wakes.add(candidate);
        ComponentName component = next.candidacy().component();
        if (candidates.get(component) != candidate) {
            return; // A stray.
        }
        moved.add(component);
        inHand.moves(candidate, before, next);
        overruns += (next.isOverrun() ? 1 : 0) - (before.isOverrun() ? 1 : 0);
        if (next.wantsLook() && !before.wantsLook()) {
            queue.enter(candidate);
        } else if (!next.wantsLook() && before.wantsLook()) {
            queue.leave(candidate);
        }
    }

    private Step stepOf(Candidate candidate, Function<ElectionState, Step> event, long nowNanos) {
        try {
            return event.apply(candidate.election);
        } catch (RuntimeException bug) {
            outbox.add(new HostCommand.ReportBug(candidate.election.candidacy().component(), bug));
            return candidate.election.onTermOver(EndReason.INTERNAL_ERROR, nowNanos);
        }
    }

    /** Turns what one election wants into commands of the host. */
    private final class Effects implements ElectionCommand.Runner {
        private final Candidate candidate;
        private final long nowNanos;

        Effects(Candidate candidate, long nowNanos) {
            this.candidate = candidate;
            this.nowNanos = nowNanos;
        }

        @Override
        public void acquire(ElectionCommand.Acquire command) {
            outbox.ask(new HostCommand.Ask(command.attempt(), command.claim()));
        }

        @Override
        public void release(ElectionCommand.Release command) {
            outbox.add(new HostCommand.Release(command.attempt(), command.term()));
        }

        @Override
        public void openGates(ElectionCommand.OpenGates command) {
            outbox.add(new HostCommand.OpenGates(command.term()));
        }

        @Override
        public void beginTerm(ElectionCommand.BeginTerm command) {
            candidate.told = true;
            outbox.add(new HostCommand.BeginTerm(command.term()));
        }

        @Override
        public void endTerm(ElectionCommand.EndTerm command) {
            outbox.add(new HostCommand.EndTerm(command.term(), command.reason()));
        }

        @Override
        public void reportOverrun(ElectionCommand.ReportOverrun command) {
            outbox.add(new HostCommand.Overrun(command.term()));
        }

        @Override
        public void lookSoon(ElectionCommand.LookSoon command) {
            // Who stays out is curious and no more: its look must not get into the way of the next leader's.
            boolean isCurious = candidate.election.candidacy().stayingOut();
            looks.at(isCurious ? nowNanos + timing.firstBackoffNanos() : nowNanos);
        }

        @Override
        public void retired(ElectionCommand.Retire command) {
            ComponentName component = candidate.election.candidacy().component();
            if (candidates.remove(component, candidate)) {
                candidate.uncount();
                former.put(component, candidate.election.candidacy());
                outbox.add(new HostCommand.Retired(component));
            } else {
                strays.values().remove(candidate);
                looks.soon(nowNanos);
            }
        }
    }
}
