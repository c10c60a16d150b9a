// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.store.Claim;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreAnswer.Held;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts what was read among what was written: a read is one moment, at which all that it showed was so. */
final class Reads {
    private final History history;
    private final Instants instants;
    private final Leases leases;
    private final Sessions sessions;
    private final Generations generations;
    private final List<Violation> violations;

    Reads(History history, Instants instants, Leases leases, Sessions sessions, List<Violation> violations) {
        this.history = history;
        this.instants = instants;
        this.leases = leases;
        this.sessions = sessions;
        this.violations = violations;
        this.generations = new Generations(instants, generationsInOrder());
    }

    Generations generations() {
        return generations;
    }

    void putAll() {
        history.all(Operation.Look.class).forEach(this::put);
        history.all(Operation.Heartbeat.class).forEach(this::put);
        history.all(Operation.Release.class).forEach(this::put);
        history.all(Operation.Close.class).forEach(this::put);
        history.all(Operation.Open.class).forEach(open -> {
            Instant opened = sessions.row(open.session()).opened;
            if (open.answer() != null && opened != null) {
                generations.shown(open.answer().server().generation(), opened);
            }
        });
        history.all(Operation.Expire.class).forEach(expire -> {
            Instant closed = sessions.row(expire.request().session()).closed;
            if (Boolean.TRUE.equals(expire.answer()) && closed != null) {
                generations.shown(expire.request().generation(), closed);
            }
        });
        leases.rows()
                .values()
                .forEach(row -> row.values().forEach(tenure -> {
                    if (tenure.generation != null) {
                        generations.shown(tenure.generation, tenure.granted);
                    }
                }));
    }

    private List<Generation> generationsInOrder() {
        record Told(Operation by, Generation generation) {}
        List<Told> told = new ArrayList<>();
        for (Operation each : history.operations()) {
            if (each instanceof Operation.Look look && look.answer() != null) {
                told.add(new Told(each, look.answer().server().generation()));
            } else if (each instanceof Operation.Heartbeat beat && beat.answer() instanceof StoreAnswer.Beat yes) {
                told.add(new Told(each, yes.server().generation()));
            } else if (each instanceof Operation.Open open && open.answer() != null) {
                told.add(new Told(each, open.answer().server().generation()));
            } else if (each instanceof Operation.Acquire acquire) {
                for (int place = 0; place < acquire.request().claims().size(); place++) {
                    if (acquire.answer(place) instanceof StoreAnswer.Granted) {
                        told.add(new Told(
                                each, acquire.request().claims().get(place).generation()));
                    }
                }
            } else if (each instanceof Operation.Expire expire && Boolean.TRUE.equals(expire.answer())) {
                told.add(new Told(each, expire.request().generation()));
            }
        }
        leases.rows()
                .values()
                .forEach(row -> row.values().forEach(tenure -> {
                    if (tenure.generation != null) {
                        told.add(new Told(tenure.evidence, tenure.generation));
                    }
                }));
        return told.stream()
                .sorted(Comparator.comparingLong(each -> each.by().answered()))
                .map(Told::generation)
                .toList();
    }

    private void put(Operation.Look look) {
        StoreAnswer.Looked answer = look.answer();
        if (answer == null) {
            return;
        }
        Instant at = instants.during("look " + look.span().number(), look);
        generations.shown(answer.server().generation(), at);
        answer.leases().forEach((component, sight) -> {
            if (sight instanceof LeaseSight.Row row) {
                leases.find(row.lease().term())
                        .ifPresent(
                                tenure -> tenure.shown(instants, at, row.lease().released()));
            } else {
                leases.first(component).ifPresent(first -> instants.order(at, first.granted));
            }
        });
        for (SessionSight sight : answer.sessions().values()) {
            sessions.row(sight.id()).shown(instants, at, sight.version(), sight.closed());
        }
        for (SessionId missing : Sessions.missing(look, answer)) {
            Instant opened = sessions.row(missing).opened;
            if (opened != null) {
                instants.order(at, opened);
            }
        }
        answer.held().forEach((session, held) -> check(look, answer, session, held));
    }

    /** Of one moment with the leases that were seen, so there is nothing to put: they add up or they do not. */
    private void check(Operation.Look look, StoreAnswer.Looked answer, SessionId session, Held held) {
        Held seen = Held.NOTHING;
        for (LeaseSight sight : answer.leases().values()) {
            if (sight instanceof LeaseSight.Row row && holds(session, row.lease())) {
                seen = seen.plus(row.lease().term());
            }
        }
        boolean all = answer.leases().keySet().containsAll(leases.rows().keySet());
        if (all ? !seen.equals(held) : seen.leases() > held.leases() || seen.termSum() > held.termSum()) {
            violations.add(new Violation(
                    "the look shows that " + session + " holds " + held + ", and leases of it that are " + seen,
                    List.of(look)));
        }
    }

    private static boolean holds(SessionId session, Lease lease) {
        return lease.term().session().equals(session) && !lease.released();
    }

    private void put(Operation.Heartbeat heartbeat) {
        SessionRow session = sessions.row(heartbeat.session());
        if (heartbeat.answer() instanceof StoreAnswer.Beat beat) {
            // Not the moment of the write: what a session holds is read before or after it.
            Instant at = instants.during("what " + heartbeat.span().number() + " says is held", heartbeat);
            generations.shown(beat.server().generation(), at);
            for (Tenure tenure : leases.of(heartbeat.session())) {
                if (beat.holdings().terms().contains(tenure.term)) {
                    tenure.shown(instants, at, false);
                } else if (!tenure.mayBeReleasedUnseen(heartbeat)) {
                    instants.outside(at, tenure.granted, tenure.end());
                }
            }
        } else if (heartbeat.answer() instanceof StoreAnswer.Gone) {
            closedOrMissing(session, heartbeat);
        }
    }

    private void put(Operation.Close close) {
        if (close.done()) {
            closedOrMissing(sessions.row(close.session()), close);
        }
    }

    private void closedOrMissing(SessionRow session, Operation by) {
        if (session.opened != null) {
            Instant at = instants.during(by.span().number() + " finds " + session.id + " closed or missing", by);
            instants.outside(at, session.opened, session.closed);
        }
    }

    private void put(Operation.Release release) {
        if (Boolean.TRUE.equals(release.answer())) {
            Optional<Tenure> tenure = leases.find(release.term());
            Instant at = instants.during("release " + release.span().number(), release);
            tenure.ifPresent(each -> each.shown(instants, at, true));
        }
    }

    /** Whether a claim may have met another generation than it names. */
    boolean generationMayDiffer(Claim claim, Operation during) {
        return generations.mayDiffer(claim.generation(), during);
    }
}
