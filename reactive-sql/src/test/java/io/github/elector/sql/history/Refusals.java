// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every no had a reason: at some moment while it was asked for, the row was not as asked. Checked when all moments are
 * known: what can have come at its earliest moment can have come in time.
 */
final class Refusals {
    /** A number above this is no term of these days, and whatever asks for more is refused. */
    private static final long ABSURD = 4_000_000_000_000L;

    private final Leases leases;
    private final Sessions sessions;
    private final Reads reads;
    private final List<Violation> violations;

    Refusals(Leases leases, Sessions sessions, Reads reads, List<Violation> violations) {
        this.leases = leases;
        this.sessions = sessions;
        this.reads = reads;
        this.violations = violations;
    }

    void check(History history) {
        for (Operation.Acquire acquire : history.all(Operation.Acquire.class)) {
            for (int place = 0; place < acquire.request().claims().size(); place++) {
                if (acquire.answer(place) instanceof StoreAnswer.Refused) {
                    check(acquire, acquire.request().claims().get(place));
                }
            }
        }
        history.all(Operation.Release.class).stream()
                .filter(each -> Boolean.FALSE.equals(each.answer()))
                .forEach(this::check);
        history.all(Operation.Expire.class).stream()
                .filter(each -> Boolean.FALSE.equals(each.answer()))
                .forEach(this::check);
        history.all(Operation.Write.class).stream()
                .filter(each -> Boolean.FALSE.equals(each.answer()))
                .forEach(this::check);
    }

    private void check(Operation.Acquire acquire, Claim claim) {
        if (claim.aboveTerm() > ABSURD || reads.generationMayDiffer(claim, acquire)) {
            return;
        }
        TermId seen = claim.seen();
        if (seen == null) {
            Optional<Tenure> first = leases.first(claim.component());
            if (first.isEmpty() || !within(first.get().granted, acquire)) {
                wrong(acquire, "there was no row of " + claim.component(), first.orElse(null));
            }
            return;
        }
        Optional<Tenure> found = leases.find(seen);
        if (found.isPresent()
                && !mayBeOver(found.get(), acquire)
                && !(claim.ifReleased() && mayBeHeld(claim, found.get(), acquire))) {
            wrong(acquire, "the row was as the claim of " + claim.component() + " says", found.get());
        }
    }

    private static boolean mayBeHeld(Claim claim, Tenure tenure, Operation acquire) {
        return tenure.released == null
                || tenure.released.latest >= acquire.invoked()
                || !claim.generation().equals(tenure.generation);
    }

    /** Whether the row may have named another term at some moment of that. */
    private static boolean mayBeOver(Tenure tenure, Operation during) {
        return tenure.granted.latest >= during.invoked() || within(tenure.taken(), during);
    }

    private void check(Operation.Release release) {
        leases.find(release.term())
                .filter(tenure -> !mayBeOver(tenure, release))
                .ifPresent(tenure -> wrong(release, "the row named " + release.term(), tenure));
    }

    private void check(Operation.Expire expire) {
        ExpireRequest request = expire.request();
        SessionRow row = sessions.row(request.session());
        Instant made = request.version() == 0
                ? row.opened
                : row.version(request.version()).orElse(null);
        boolean mayBeElse = row.opened == null
                || made == null
                || made.latest >= expire.invoked()
                || within(row.closed, expire)
                || row.mayBeClosedUnseen(expire)
                || row.mayBeRenewedUnseen(request.version(), expire)
                || within(row.version(request.version() + 1).orElse(null), expire)
                || reads.generations().mayDiffer(request.generation(), expire);
        if (!mayBeElse) {
            List<Operation> part = new ArrayList<>(List.of(expire));
            add(part, made);
            violations.add(new Violation(
                    expire.span().number() + " was answered no although " + request.session() + " was open at version "
                            + request.version(),
                    part));
        }
    }

    private void check(Operation.Write write) {
        SessionRow session = sessions.row(write.term().session());
        boolean mayBeClosed = within(session.closed, write) || session.mayBeClosedUnseen(write);
        leases.find(write.term())
                .filter(tenure -> tenure.granted.latest < write.invoked()
                        && !within(tenure.end(), write)
                        && !tenure.mayBeReleasedUnseen(write)
                        && !(write.checksSession() && mayBeClosed))
                .ifPresent(tenure -> wrong(write, write.term() + " was held", tenure));
    }

    /** Whether it may have come before that was answered. */
    private static boolean within(@Nullable Instant instant, Operation during) {
        return instant != null && instant.earliest <= during.answered();
    }

    private void wrong(Operation refused, String although, @Nullable Tenure tenure) {
        List<Operation> part = new ArrayList<>(List.of(refused));
        if (tenure != null) {
            add(part, tenure.granted);
            add(part, tenure.taken());
        }
        violations.add(new Violation(refused.span().number() + " was answered no although " + although, part));
    }

    private static void add(List<Operation> part, @Nullable Instant instant) {
        if (instant != null && instant.from != null) {
            part.add(instant.from);
        }
        if (instant != null && instant.until != null) {
            part.add(instant.until);
        }
    }
}
