// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.Term;
import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Notice;
import io.github.elector.simulation.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows true time and everything that happened, and throws a {@link Violation} when a promise is broken. */
final class Referee {
    private final World world;
    private final Timing timing;
    private final Map<TermId, Reign> reigns = new LinkedHashMap<>();
    /** The term each process was last elected for and not revoked from. */
    private final Map<String, Reign> sitting = new HashMap<>();
    /** Terms of a component that may be valid, of all processes. */
    private final Map<ComponentName, List<Reign>> contenders = new HashMap<>();

    private final Map<ComponentName, SessionId> lastLeader = new HashMap<>();
    private final Set<TermId> electedEver = new HashSet<>();
    private final Set<TermId> overran = new HashSet<>();

    Referee(World world) {
        this.world = world;
        this.timing = world.scenario.timing();
    }

    /** I1, after every event: at most one of them says that it is valid. */
    void check() {
        contenders.forEach((component, some) -> {
            if (some.size() > 1) {
                checkThatOneIsValidAtMost(component, some);
            }
        });
    }

    private void checkThatOneIsValidAtMost(ComponentName component, List<Reign> some) {
        some.removeIf(reign -> reign.revoked || reign.saidNo || !reign.jvm.isAlive());
        Reign valid = null;
        for (Reign reign : some) {
            if (reign.mayBeValid() && ask(reign)) {
                if (valid != null) {
                    throw world.broken("I1: two valid terms of " + component + ", " + valid + " and " + reign);
                }
                valid = reign;
            }
        }
    }

    private static boolean ask(Reign reign) {
        boolean valid = reign.term != null && reign.term.isValid();
        reign.saidNo |= !valid;
        return valid;
    }

    /** A reader was answered. */
    void answered(Term term, boolean valid) {
        Reign reign = reigns.get(term.id());
        if (valid && (reign.saidNo || reign.revoked)) {
            throw world.broken("I1: " + reign + " said no, or was revoked, and then said yes");
        }
        reign.saidNo |= !valid;
    }

    /** Users of every process ask all their terms, also while its event loops stand still. */
    void read(Jvm jvm) {
        for (Reign reign : List.copyOf(reigns.values())) {
            if (reign.jvm == jvm && reign.term != null) {
                answered(reign.term, reign.term.isValid());
            }
        }
    }

    // Notices, in the turn in which they are published.

    void published(Jvm jvm, Notice notice) {
        world.say(() -> jvm + " publishes " + notice.type().text() + " " + notice.component()
                + (notice.term() == null ? "" : " " + notice.holder() + " " + notice.term())
                + (notice.reason() == null ? "" : " (" + notice.reason() + ")"));
        switch (notice.type()) {
            case ELECTED -> elected(jvm, idOf(notice));
            case REVOKED -> revoked(jvm, idOf(notice), notice);
            case OVERRUN -> {
                world.tally.add(Kind.OVERRUNS);
                reigns.get(idOf(notice)).reportedOverrun = true;
                overran.add(idOf(notice));
            }
            default -> {}
        }
    }

    private static TermId idOf(Notice notice) {
        return new TermId(
                new ComponentName(notice.component()),
                notice.term() == null ? -1 : notice.term(),
                new SessionId(notice.holder() == null ? "nobody" : notice.holder()));
    }

    private void elected(Jvm jvm, TermId id) {
        Reign reign = new Reign(jvm, id);
        Reign before = sitting.put(jvm + " " + id.component(), reign);
        if (before != null) {
            throw world.broken("I6: " + reign + " is elected while " + before + " is not revoked");
        }
        if (!electedEver.add(id)) {
            throw world.broken("I6: " + reign + " is elected twice");
        }
        Candidate candidate = jvm.candidates.get(id.component());
        Optional<Term> term = candidate.term();
        if (candidate.hasElector() && term.filter(own -> own.id().equals(id)).isEmpty()) {
            throw world.broken("I7: " + reign + " is announced and is not valid");
        }
        reign.term = term.orElse(null);
        reigns.put(id, reign);
        contenders.computeIfAbsent(id.component(), any -> new ArrayList<>()).add(reign);
        checkOlderWork(reign);
        count(id);
    }

    private void count(TermId id) {
        world.tally.add(Kind.TERMS);
        SessionId before = lastLeader.put(id.component(), id.session());
        world.tally.add(Kind.LEADER_CHANGES, before == null || before.equals(id.session()) ? 0 : 1);
    }

    /** G4: work inside its stop budget, whose lease nobody could have taken, never meets a newer term. */
    private void checkOlderWork(Reign newer) {
        for (Reign older : reigns.values()) {
            if (older.id.component().equals(newer.id.component())
                    && older.id.number() < newer.id.number()
                    && older.isWorking()
                    && older.revoked) {
                if (older.jvm == newer.jvm && !(older.reportedOverrun && isLeft(older))) {
                    throw world.broken("I8: " + newer + " begins where the work of " + older + " still runs");
                }
                if (older.mayStillStop(timing)) {
                    throw world.broken("G4: " + newer + " begins while the work of " + older + " may still run");
                }
            }
        }
    }

    /** Whether the host that would have to know of this work is gone, with the last elector that used it. */
    private static boolean isLeft(Reign reign) {
        return reign.jvm.stores.stream().anyMatch(store -> store.isClosed() && store.opened(reign.id.session()));
    }

    private void revoked(Jvm jvm, TermId id, Notice notice) {
        Reign reign = sitting.remove(jvm + " " + id.component());
        if (reign == null || !reign.id.equals(id)) {
            throw world.broken("I6: " + id + " is revoked on " + jvm + " where " + reign + " was elected");
        }
        if (reign.term != null && reign.term.isValid()) {
            throw world.broken("I7: " + reign + " is revoked and still valid");
        }
        if (notice.reason() == null || notice.reason().equals(EndReason.INTERNAL_ERROR.text())) {
            throw world.broken("I14: " + reign + " is revoked, reason " + notice.reason());
        }
        if (world.isCalm()) {
            throw world.broken("L3: " + reign + " is revoked while all is well: " + notice.reason());
        }
        world.badMomentToClose(jvm);
        reign.revoked = true;
        reign.revokedAt = world.timeline.now();
        reign.revokedNanos = reign.ownNanos();
        reign.hardEndNanos = notice.validUntilNanos() == null ? reign.revokedNanos : notice.validUntilNanos();
    }

    /** A handler of the term's end was called. */
    void toldTheEnd(PlayedWork work) {
        Reign reign = reigns.get(work.term.id());
        if (!reign.revoked || work.term.isValid()) {
            throw world.broken("I7: the end of " + reign + " is told before it is over");
        }
    }

    // Work.

    void starts(PlayedWork work) {
        Reign reign = reigns.get(work.term.id());
        if (reign == null) {
            throw world.broken("I8: " + work + " starts for a term that was never elected");
        }
        if (reign.term == null) {
            reign.term = work.term;
        }
        if (reign.revoked || !work.term.isValid()) {
            throw world.broken("I8: " + work + " starts after the end of its term");
        }
        for (Reign other : reigns.values()) {
            if (other.jvm == reign.jvm && other.id.component().equals(reign.id.component())) {
                for (PlayedWork running : other.works) {
                    boolean isLeftBehind = other != reign && other.reportedOverrun && isLeft(other);
                    if (!isLeftBehind && (other != reign || running.piece == work.piece)) {
                        throw world.broken("I8: " + work + " starts while " + running + " runs");
                    }
                }
            }
        }
        reign.works.add(work);
    }

    void gone(PlayedWork work) {
        Reign reign = reigns.get(work.term.id());
        reign.works.remove(work);
    }

    /** I5: an act begins while the term is valid, or while its work may still be stopped. */
    void acts(PlayedWork work) {
        Reign reign = reigns.get(work.term.id());
        reign.acts++;
        if (work.term.isValid()) {
            return;
        }
        long now = reign.ownNanos();
        if (!reign.revoked || now - reign.revokedNanos >= timing.stopNanos() || now - reign.hardEndNanos >= 0) {
            throw world.broken("I5: an act of " + reign + " begins when it is too late for it");
        }
    }

    void acted(PlayedWork work) {
        acted(work.term.id());
    }

    void acted(TermId id) {
        Reign reign = reigns.get(id);
        if (reign != null) {
            reign.acts--;
        }
    }

    /** Somebody else than the shipped deployer was asked to begin a term, and does if it is not over. */
    boolean actsElsewhere(TermId id) {
        Reign reign = reigns.get(id);
        if (reign == null || reign.revoked) {
            return false;
        }
        reign.acts++;
        return true;
    }

    /** The lease of this term is about to be given back. */
    void frees(Jvm jvm, TermId id) {
        Reign reign = reigns.get(id);
        if (reign != null) {
            mayBeFreed(jvm, reign);
        }
    }

    /** This session is about to be closed by its owner. */
    void frees(Jvm jvm, SessionId session) {
        for (Reign reign : reigns.values()) {
            if (reign.id.session().equals(session)) {
                mayBeFreed(jvm, reign);
            }
        }
    }

    private void mayBeFreed(Jvm jvm, Reign reign) {
        boolean longOver =
                reign.revoked && reign.ownNanos() - reign.revokedNanos >= timing.stopNanos() + timing.leaseNanos();
        if (!reign.revoked || (reign.isWorking() && !longOver)) {
            throw world.broken("I11: " + jvm + " gives back the lease of " + reign + " while "
                    + (reign.revoked ? reign.works + " and " + reign.acts + " acts run" : "it is not revoked"));
        }
        if (reign.isWorking() && !reign.reportedOverrun) {
            throw world.broken("I8: " + reign.works + " overrun and nobody was told");
        }
    }

    boolean hasOldWork(Jvm jvm, ComponentName component) {
        return reigns.values().stream()
                .anyMatch(reign -> reign.jvm == jvm
                        && reign.id.component().equals(component)
                        && reign.revoked
                        && reign.isWorking());
    }

    boolean hasOldWork(Jvm jvm) {
        return reigns.values().stream().anyMatch(reign -> reign.jvm == jvm && reign.revoked && reign.isWorking());
    }

    /** Whether it was told that its work, or an act of it, still runs after the stop budget: its lease is kept. */
    boolean overran(TermId id) {
        return overran.contains(id);
    }

    boolean hasWork(Jvm jvm) {
        return reigns.values().stream().anyMatch(reign -> reign.jvm == jvm && reign.isWorking());
    }

    /** One of the verticles that run now. */
    List<PlayedWork> works(Jvm jvm) {
        return reigns.values().stream()
                .filter(reign -> reign.jvm == jvm)
                .flatMap(reign -> reign.works.stream())
                .toList();
    }

    boolean leads(Jvm jvm) {
        return sitting.values().stream().anyMatch(reign -> reign.jvm == jvm);
    }

    @Nullable
    Reign leader(ComponentName component) {
        return sitting.values().stream()
                .filter(reign -> reign.id.component().equals(component) && reign.term != null && reign.term.isValid())
                .findFirst()
                .orElse(null);
    }

    // Processes.

    void dead(Jvm jvm) {
        reigns.values().removeIf(reign -> reign.jvm == jvm);
        sitting.values().removeIf(reign -> reign.jvm == jvm);
        contenders.values().forEach(some -> some.removeIf(reign -> reign.jvm == jvm));
    }

    /** Its Vertx is closed. */
    void exits(Jvm jvm) {
        for (Reign reign : sitting.values()) {
            if (reign.jvm == jvm) {
                throw world.broken("I6: " + jvm + " closed its Vertx and did not revoke " + reign);
            }
        }
        for (PlayedStore store : jvm.stores) {
            if (!store.isClosed()) {
                throw world.broken("L5: " + jvm + " closed its Vertx and left a store open");
            }
        }
        for (Reign reign : reigns.values()) {
            if (reign.jvm == jvm && reign.isWorking() && !reign.reportedOverrun && world.isHealed()) {
                world.say(() -> jvm + " left " + reign.works);
            }
        }
    }

    /** I14: what is not the user's must not come out of a task. */
    void escaped(Jvm jvm, Throwable thrown) {
        if (thrown instanceof Violation) {
            return;
        }
        StringWriter stack = new StringWriter();
        thrown.printStackTrace(new PrintWriter(stack, true));
        world.broken("I14: an exception came out on " + jvm + ": " + stack);
    }
}
