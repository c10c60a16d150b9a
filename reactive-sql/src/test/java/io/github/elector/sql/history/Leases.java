// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all components: which terms there were, in which order, and who can have made each of them.
 *
 * <p>Terms put a row's states in order, and each grant names the state before it, so nothing has to be guessed: every term
 * that had an effect on another is named by somebody.
 */
final class Leases {
    private final History history;
    private final Instants instants;
    private final List<Violation> violations;
    private final Map<ComponentName, NavigableMap<Long, Tenure>> rows = new HashMap<>();
    // Claims that may have been granted although nobody was told, by who would hold what they took.
    private final Map<String, List<Undecided>> undecided = new HashMap<>();
    private final Map<SessionId, List<Tenure>> bySession = new HashMap<>();
    private int unknownGrants;
    private int unknownReleases;

    private record Undecided(Operation.Acquire by, Claim claim, long latest) {}

    Leases(History history, Instants instants, List<Violation> violations) {
        this.history = history;
        this.instants = instants;
        this.violations = violations;
        collectGrants();
        collectSights();
        history.all(Operation.Release.class).forEach(this::collectTerm);
        history.all(Operation.Release.class).forEach(this::collect);
        rows.values().forEach(this::putInOrder);
    }

    /** Of this very term, if it ever was. */
    Optional<Tenure> find(TermId term) {
        return row(term.component())
                .flatMap(row -> Optional.ofNullable(row.get(term.number())))
                .filter(tenure -> tenure.term.equals(term));
    }

    /** The first term of a component. */
    Optional<Tenure> first(ComponentName component) {
        return row(component).map(row -> row.firstEntry().getValue());
    }

    /** All terms of a session. */
    List<Tenure> of(SessionId session) {
        return bySession.getOrDefault(session, List.of());
    }

    Map<ComponentName, NavigableMap<Long, Tenure>> rows() {
        return rows;
    }

    int unknownGrants() {
        return unknownGrants;
    }

    int unknownReleases() {
        return unknownReleases;
    }

    /** The longest that a grant nobody knew of certainly came after its claim was given up; 0 if none did. */
    long latestAfterGivenUpNanos() {
        return rows.values().stream()
                .flatMap(row -> row.values().stream())
                .filter(tenure -> tenure.grants.isEmpty() && tenure.granted.until != null)
                .mapToLong(tenure -> tenure.granted.earliest - tenure.granted.until.answered())
                .filter(late -> late > 0)
                .max()
                .orElse(0);
    }

    private Optional<NavigableMap<Long, Tenure>> row(ComponentName component) {
        return Optional.ofNullable(rows.get(component));
    }

    private Tenure tenure(TermId term, Operation evidence) {
        Tenure known = rows.computeIfAbsent(term.component(), any -> new TreeMap<>())
                .computeIfAbsent(term.number(), any -> added(new Tenure(term, evidence)));
        if (!known.term.equals(term)) {
            violations.add(new Violation(
                    "two sessions have the same term: " + known.term + " and " + term,
                    List.of(known.evidence, evidence)));
        }
        return known;
    }

    private Tenure added(Tenure tenure) {
        bySession
                .computeIfAbsent(tenure.term.session(), any -> new ArrayList<>())
                .add(tenure);
        return tenure;
    }

    private void collectGrants() {
        for (Operation.Acquire acquire : history.all(Operation.Acquire.class)) {
            for (int place = 0; place < acquire.request().claims().size(); place++) {
                Claim claim = acquire.request().claims().get(place);
                StoreAnswer.Acquired answer = acquire.answer(place);
                if (answer instanceof StoreAnswer.Granted granted) {
                    collect(acquire, claim, granted.term());
                } else if (answer instanceof StoreAnswer.Unknown) {
                    undecided(acquire, claim, history.latest(acquire));
                } else if (answer instanceof StoreAnswer.Refused && history.readsBack()) {
                    undecided(acquire, claim, acquire.answered());
                }
            }
        }
    }

    private void collect(Operation.Acquire acquire, Claim claim, TermId granted) {
        Tenure tenure = tenure(granted, acquire);
        tenure.grants.add(acquire);
        sawGeneration(tenure, claim.generation(), acquire);
        TermId seen = claim.seen();
        if (seen != null && claim.ifReleased()) {
            tenure(seen, acquire).seenReleased(acquire);
            sawGeneration(tenure(seen, acquire), claim.generation(), acquire);
        } else if (seen != null) {
            tenure(seen, acquire);
        }
    }

    private void undecided(Operation.Acquire acquire, Claim claim, long latest) {
        undecided
                .computeIfAbsent(key(claim.component(), acquire.request().session()), any -> new ArrayList<>())
                .add(new Undecided(acquire, claim, latest));
    }

    private static String key(ComponentName component, SessionId session) {
        return component + " " + session;
    }

    private void collectSights() {
        for (Operation.Look look : history.all(Operation.Look.class)) {
            if (look.answer() != null) {
                look.answer().leases().values().forEach(sight -> {
                    if (sight instanceof LeaseSight.Row row) {
                        collect(look, row.lease());
                    } else if (sight instanceof LeaseSight.Poisoned poisoned) {
                        violations.add(
                                new Violation("a row that nobody poisoned is: " + poisoned.complaint(), List.of(look)));
                    }
                });
            }
        }
        for (Operation.Heartbeat heartbeat : history.all(Operation.Heartbeat.class)) {
            if (heartbeat.answer() instanceof StoreAnswer.Beat beat) {
                beat.holdings().terms().forEach(term -> tenure(term, heartbeat));
            }
        }
        for (Operation.ReadJournal read : history.all(Operation.ReadJournal.class)) {
            read.entries().forEach(entry -> tenure(entry.term(), read));
        }
    }

    private void collect(Operation.Look look, Lease lease) {
        Tenure tenure = tenure(lease.term(), look);
        sawGeneration(tenure, lease.generation(), look);
        if (lease.released()) {
            tenure.seenReleased(look);
        }
    }

    private void sawGeneration(Tenure tenure, Generation generation, Operation by) {
        if (tenure.generation == null) {
            tenure.generation = generation;
        } else if (!tenure.generation.equals(generation)) {
            violations.add(new Violation(
                    tenure.term + " was acquired in two generations, " + tenure.generation + " and " + generation,
                    List.of(tenure.evidence, by)));
        }
    }

    private void collectTerm(Operation.Release release) {
        if (Boolean.TRUE.equals(release.answer())) {
            tenure(release.term(), release).seenReleased(release);
        }
    }

    private void collect(Operation.Release release) {
        if (!Boolean.FALSE.equals(release.answer()) || history.readsBack()) {
            find(release.term()).ifPresent(tenure -> tenure.releases.add(release));
        }
    }

    private void putInOrder(NavigableMap<Long, Tenure> row) {
        Tenure previous = null;
        for (Tenure tenure : row.values()) {
            tenure.granted = granted(tenure, previous);
            if (previous != null) {
                previous.next = tenure;
                instants.order(previous.granted, tenure.granted);
                putRelease(previous);
            }
            previous = tenure;
        }
        putRelease(row.lastEntry().getValue());
    }

    private void putRelease(Tenure tenure) {
        if (tenure.releasedEvidence != null) {
            tenure.released = released(tenure);
            tenure.named(instants, tenure.released);
        }
    }

    private Instant granted(Tenure tenure, @Nullable Tenure previous) {
        String what = "grant of " + tenure.term;
        if (tenure.grants.size() > 1) {
            violations.add(Violation.of(tenure.term + " was granted twice", tenure.grants));
        }
        if (!tenure.grants.isEmpty()) {
            Operation.Acquire grant = tenure.grants.get(0);
            checkCondition(tenure, grant, previous);
            return instants.during(what, grant);
        }
        List<Undecided> candidates =
                undecided.getOrDefault(key(tenure.term.component(), tenure.term.session()), List.of()).stream()
                        .filter(each -> wouldTake(each.claim(), tenure, previous))
                        .toList();
        if (candidates.isEmpty()) {
            violations.add(new Violation(
                    tenure.term + " is there after " + told(previous) + ", but nobody can have acquired it",
                    evidences(tenure, previous)));
            return instants.between(what, null, Long.MIN_VALUE, null, Long.MAX_VALUE);
        }
        unknownGrants++;
        if (previous != null
                && candidates.stream().allMatch(each -> each.claim().ifReleased())) {
            previous.seenReleased(candidates.get(0).by());
        }
        Undecided first = candidates.stream()
                .min(Comparator.comparingLong(each -> each.by().invoked()))
                .orElseThrow();
        Undecided last = candidates.stream()
                .max(Comparator.comparingLong(Undecided::latest))
                .orElseThrow();
        return instants.between(what, first.by(), first.by().invoked(), last.by(), last.latest());
    }

    private static boolean wouldTake(Claim claim, Tenure tenure, @Nullable Tenure previous) {
        TermId before = previous == null ? null : previous.term;
        boolean asSeen = before == null ? claim.seen() == null : before.equals(claim.seen());
        return asSeen
                && claim.aboveTerm() < tenure.term.number()
                && (tenure.generation == null || tenure.generation.equals(claim.generation()));
    }

    private void checkCondition(Tenure tenure, Operation.Acquire grant, @Nullable Tenure previous) {
        Claim claim = grant.request().claims().stream()
                .filter(each -> each.component().equals(tenure.term.component()))
                .findFirst()
                .orElseThrow();
        TermId before = previous == null ? null : previous.term;
        if (before == null ? claim.seen() != null : !before.equals(claim.seen())) {
            List<Operation> part = evidences(tenure, previous);
            part.add(grant);
            violations.add(new Violation(
                    "what " + tenure.term + " was granted over is not what the row was, " + told(previous), part));
        }
        if (claim.aboveTerm() >= tenure.term.number()) {
            violations.add(new Violation(
                    tenure.term + " is not above " + claim.aboveTerm() + " as its claim asks", List.of(grant)));
        }
    }

    private Instant released(Tenure tenure) {
        String what = "release of " + tenure.term;
        if (tenure.releases.isEmpty()) {
            violations.add(new Violation(
                    tenure.term + " is released, but nobody can have released it",
                    List.of(tenure.evidence, tenure.releasedEvidence)));
            return instants.between(what, null, Long.MIN_VALUE, null, Long.MAX_VALUE);
        }
        if (tenure.releases.stream().noneMatch(each -> Boolean.TRUE.equals(each.answer()))) {
            unknownReleases++;
        }
        Operation.Release first = tenure.releases.get(0);
        Operation.Release last = tenure.releases.stream()
                .max(Comparator.comparingLong(this::latest))
                .orElseThrow();
        return instants.between(what, first, first.invoked(), last, latest(last));
    }

    private long latest(Operation.Release release) {
        return release.answer() == null ? history.latest(release) : release.answered();
    }

    private static List<Operation> evidences(Tenure tenure, @Nullable Tenure previous) {
        List<Operation> evidences = new ArrayList<>(List.of(tenure.evidence));
        if (previous != null) {
            evidences.add(previous.evidence);
        }
        return evidences;
    }

    private static String told(@Nullable Tenure previous) {
        return previous == null ? "no row" : previous.term.toString();
    }
}
