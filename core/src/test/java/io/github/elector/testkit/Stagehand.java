// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.Elector;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Notice;
import io.github.elector.store.Hint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves what stands around the elector under test until it does what a test wants, and waits until it has done it. Lives
 * on one context; its acts, and what it is told, may come from any thread.
 */
final class Stagehand implements CandidateStore.Listener, ObservedWork.Listener {
    private static final long AGAIN_MILLIS = 50;

    private final Vertx vertx;
    private final Context context;
    private final ComponentName component;
    private final Rival rival;
    private final boolean startsNothing;
    private volatile @Nullable CandidateStore store;
    private volatile @Nullable Elector elector;
    private @Nullable Promise<Void> granting;
    private @Nullable Throwable failure;
    private @Nullable TermId inHand;
    private long latestReleased = -1;
    private boolean hasOverrun;
    private boolean isClosed;
    private boolean saysUnreachable;
    private final List<Promise<Void>> ending = new ArrayList<>();
    private final List<Promise<Void>> settling = new ArrayList<>();
    private final List<Promise<Void>> reaching = new ArrayList<>();
    private final Set<Promise<Void>> underWay = ConcurrentHashMap.newKeySet();
    private Future<Void> latestOfConnection = Future.succeededFuture();
    private boolean isNudging;

    /** For work that may be no verticle at all, of which nothing is heard when it starts. */
    Stagehand(Vertx vertx, Context context, ComponentName component, Rival rival, boolean startsNothing) {
        this.vertx = vertx;
        this.context = context;
        this.component = component;
        this.rival = rival;
        this.startsNothing = startsNothing;
    }

    /** Completes when the elector stands by, with a session, and has seen who leads. */
    Future<Void> begin(CandidateStore store, Elector elector) {
        return ask(() -> {
            this.store = store;
            this.elector = elector;
            return settled();
        });
    }

    /** Completes when a term has begun and its work runs. What still runs of one that is over is waited for. */
    Future<Void> grant() {
        return ask(() -> isWorkEnding() ? ended().compose(over -> asked(this::granting)) : granting());
    }

    private boolean isWorkEnding() {
        return granting == null && inHand != null && elector().term().isEmpty() && !hasOverrun;
    }

    private Future<Void> granting() {
        String obstacle = obstacle();
        if (obstacle != null) {
            return Future.failedFuture(complaint(obstacle));
        }
        Promise<Void> started = Promise.promise();
        granting = started;
        failure = null;
        store().offer(true);
        elector()
                .campaign()
                .compose(campaigns -> rival.succeed())
                .compose(leads -> rival.release())
                .onSuccess(released -> store().hint(new Hint(released)))
                .onSuccess(released -> tell(this::nudgeLater))
                .onFailure(refused -> tell(() -> notGranted(refused)));
        return started.future();
    }

    private @Nullable String obstacle() {
        if (granting != null) {
            return "a term is being granted already";
        }
        TermId term = inHand;
        if (term != null && elector().term().isPresent()) {
            return "it leads already, with term " + term.number() + ": end that with revoke() or expire() first";
        }
        if (term != null) {
            return "the work of term " + term.number()
                    + (hasOverrun ? " has overrun its stop budget and" : "")
                    + " still runs: nobody leads before it has ended";
        }
        return store().isReachable() ? null : "the store is unreachable: call storeReachable() first";
    }

    /** Completes when the leadership was given up, the work has ended, and the rival leads. */
    Future<Void> revoke() {
        return ask(() -> {
            if (elector().term().isEmpty()) {
                return Future.failedFuture(nothingTo("revoke"));
            }
            elector().resign(Duration.ZERO).onFailure(refused -> tell(() -> failAll(ending, refused)));
            return ended().compose(over -> settledIfReachable());
        });
    }

    /** Lets a whole lease pass, at once. Completes when the rival leads and the work has ended. */
    Future<Void> expire(long leaseNanos) {
        CandidateStore cut = store;
        Elector expiring = elector;
        if (cut == null || expiring == null || expiring.term().isEmpty()) {
            return Future.failedFuture(nothingTo("expire"));
        }
        cut.lapse(leaseNanos);
        return ask(() -> {
            // It may have found out by itself, and be done.
            Future<Void> ended = inHand == null ? Future.succeededFuture() : ended();
            return rival.unseat()
                    // Whoever asks a term that is over makes the elector find out; nobody else may ask.
                    .onSuccess(leads -> expiring.term())
                    .compose(leads -> ended)
                    .compose(over -> settledIfReachable());
        });
    }

    /** Completes when the elector has said that the store does not answer. */
    Future<Void> cut() {
        return ask(() -> afterTheOther(() -> {
            store().cut();
            return says(true);
        }));
    }

    /**
     * Completes when the elector has said that the store answers again and, if it neither leads nor is being granted a
     * term, stands by.
     */
    Future<Void> mend() {
        return ask(() -> afterTheOther(() -> {
            store().mend();
            return says(false)
                    .compose(answers -> asked(() -> {
                        nudgeLater();
                        return inHand == null && granting == null ? settled() : Future.succeededFuture();
                    }));
        }));
    }

    /** What was cut off is said before the mend is, and the other way round: an elector tells only what it notices. */
    private Future<Void> afterTheOther(Supplier<Future<Void>> act) {
        Promise<Void> done = Promise.promise();
        latestOfConnection.onComplete(over -> tell(() -> act.get().onComplete(done)));
        latestOfConnection = done.future();
        return done.future();
    }

    /** What is under way will not be done any more. */
    void close() {
        tell(() -> {
            isClosed = true;
            granting = null;
            settling.clear();
            underWay.forEach(act -> act.tryFail(complaint("this elector was closed meanwhile")));
        });
    }

    private IllegalStateException nothingTo(String act) {
        return complaint("it does not lead, so there is nothing to " + act + ": call grant() first");
    }

    // What it hears.

    /** The elector has published this. */
    void hear(Notice notice) {
        tell(() -> {
            switch (notice.type()) {
                case ELECTED -> elected(termOf(notice));
                case REVOKED -> revoked(termOf(notice), notice.reason());
                case LEADER_CHANGED -> settle();
                case OVERRUN -> overran(termOf(notice));
                case STORE_UNREACHABLE -> reached(true);
                case STORE_RECOVERED -> reached(false);
                case COMMANDED -> {}
            }
        });
    }

    @Override
    public void starting(TermId term) {
        tell(() -> takenInHand(term));
    }

    @Override
    public void started(TermId term) {
        tell(() -> {
            if (elector().term().isPresent()) {
                granted();
            } else {
                failed(complaint("term " + term.number() + " ended before its work ran"));
            }
        });
    }

    /** What follows is a release, by which the rival leads. */
    @Override
    public void failed(Throwable cause) {
        tell(() -> {
            if (granting != null && failure == null) {
                failure = cause;
                store().offer(false);
            }
        });
    }

    @Override
    public void sessionIsProven() {
        tell(this::settle);
    }

    @Override
    public void released(TermId term) {
        tell(() -> {
            latestReleased = Math.max(latestReleased, term.number());
            if (term.equals(inHand)) {
                inHand = null;
                hasOverrun = false;
                completeAll(ending);
            }
            if (failure != null) {
                notGranted(failure);
            }
        });
    }

    /**
     * Has the elector look while a look is waited for. One that was sent too early shows nothing new; and hints that come
     * too soon after each other wait for a timer, which was set before the clock was moved.
     */
    private void nudgeLater() {
        if (isNudging || !isLookAwaited()) {
            return;
        }
        isNudging = true;
        vertx.timer(AGAIN_MILLIS, TimeUnit.MILLISECONDS)
                .onComplete(passed -> tell(() -> {
                    isNudging = false;
                    if (isLookAwaited()) {
                        store().hint(Hint.LOOK);
                        nudgeLater();
                    }
                }));
    }

    private boolean isLookAwaited() {
        boolean isClaimAwaited = granting != null && inHand == null;
        return store().isReachable() && (isClaimAwaited || (!settling.isEmpty() && !seesTheRivalLead()));
    }

    /** What tells it comes on several ways, and may come when the term is over and done with. */
    private void takenInHand(TermId term) {
        if (term.number() > latestReleased) {
            inHand = term;
        }
    }

    private void elected(TermId term) {
        takenInHand(term);
        store().offer(false);
        if (startsNothing) {
            granted();
        }
    }

    private void granted() {
        Promise<Void> started = granting;
        if (started != null && failure == null) {
            granting = null;
            store().offer(false);
            started.complete();
        }
    }

    private void revoked(TermId term, @Nullable String reason) {
        if (granting != null && failure == null) {
            failed(complaint("term " + term.number() + " ended before its work ran (" + reason + ")"));
        }
    }

    private void overran(TermId term) {
        hasOverrun = true;
        failAll(ending, complaint("the work of term " + term.number() + " did not end within the stop budget"));
        if (failure != null) {
            notGranted(failure);
        }
    }

    private void notGranted(Throwable cause) {
        Promise<Void> started = granting;
        granting = null;
        failure = null;
        store().offer(false);
        if (started != null) {
            rival.succeed().onComplete(leads -> started.fail(cause));
        }
    }

    private void reached(boolean unreachable) {
        saysUnreachable = unreachable;
        completeAll(reaching);
    }

    // What it waits for.

    private Future<Void> ended() {
        return waiting(ending);
    }

    private Future<Void> says(boolean unreachable) {
        return saysUnreachable == unreachable ? Future.succeededFuture() : waiting(reaching);
    }

    private Future<Void> settled() {
        Future<Void> settled = waiting(settling);
        settle();
        nudgeLater();
        return settled;
    }

    /** Who does not see the rows cannot see who leads. */
    private Future<Void> settledIfReachable() {
        return store().isReachable() ? settled() : Future.succeededFuture();
    }

    private void settle() {
        if (seesTheRivalLead() && store().isProven()) {
            completeAll(settling);
        }
    }

    private boolean seesTheRivalLead() {
        TermId leads = rival.held();
        Elector standby = elector;
        return leads != null && standby != null && standby.leadership().term().equals(Optional.of(leads.number()));
    }

    private static Future<Void> waiting(List<Promise<Void>> waiting) {
        Promise<Void> one = Promise.promise();
        waiting.add(one);
        return one.future();
    }

    private static void completeAll(List<Promise<Void>> waiting) {
        List<Promise<Void>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Promise::complete);
    }

    private static void failAll(List<Promise<Void>> waiting, Throwable cause) {
        List<Promise<Void>> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(one -> one.fail(cause));
    }

    private TermId termOf(Notice notice) {
        return new TermId(
                component,
                Objects.requireNonNull(notice.term(), "term"),
                new SessionId(Objects.requireNonNull(notice.holder(), "holder")));
    }

    private IllegalStateException complaint(String what) {
        return new IllegalStateException("component '" + component + "': " + what);
    }

    private CandidateStore store() {
        return Objects.requireNonNull(store, "not begun");
    }

    private Elector elector() {
        return Objects.requireNonNull(elector, "not begun");
    }

    private void tell(Runnable act) {
        try {
            context.runOnContext(turn -> act.run());
        } catch (RejectedExecutionException vertxClosed) {
            // With the Vertx everything is over, and nobody waits any more.
        }
    }

    private Future<Void> ask(Supplier<Future<Void>> act) {
        Future<Void> asked = asked(act);
        Promise<Void> answer = Promise.promise();
        underWay.add(answer);
        asked.onComplete((done, failure) -> {
            underWay.remove(answer);
            if (failure == null) {
                answer.tryComplete();
            } else {
                answer.tryFail(failure);
            }
        });
        return answer.future();
    }

    /** In a turn of the context. */
    private Future<Void> asked(Supplier<Future<Void>> act) {
        Promise<Void> done = Promise.promise();
        try {
            context.runOnContext(turn -> {
                if (isClosed) {
                    done.fail(complaint("this elector is closed"));
                } else {
                    act.get().onComplete(done);
                }
            });
        } catch (RejectedExecutionException vertxClosed) {
            done.fail(complaint("its Vertx is closed"));
        }
        return done.future();
    }
}
