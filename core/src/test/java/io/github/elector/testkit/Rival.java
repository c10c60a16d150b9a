// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Another replica, as the rows show it: it leads whenever the elector under test does not. It has a session and a lease
 * like any other, and sends a heartbeat whenever somebody looks. It does one thing after the other. Any thread.
 */
final class Rival {
    private static final NodeName NODE = new NodeName(ManualElector.RIVAL);

    private final Context context;
    private final LeaseStore rows;
    private final ComponentName component;
    private final SessionId session = SessionId.of(NODE, UUID.randomUUID().toString());
    private Future<?> latest = Future.succeededFuture();
    private volatile @Nullable TermId held;

    /** To be told on which context it lives. */
    Rival(Context context, LeaseStore rows, ComponentName component) {
        this.context = context;
        this.rows = rows;
        this.component = component;
    }

    /** Begins, and leads whoever led before. */
    Future<Void> begin(long leaseMillis, long renewMillis) {
        return next(() -> rows.prepare()
                .compose(prepared -> rows.open(new SessionOpening(session, NODE, leaseMillis, renewMillis)))
                .compose(opened -> look())
                .compose(this::acquire));
    }

    /** The term it leads with, or null. */
    @Nullable
    TermId held() {
        return held;
    }

    /** Shows that it lives. */
    void beat() {
        // One that fails is as good as one that is late.
        next(() -> rows.heartbeat(session).otherwiseEmpty());
    }

    /** Gives its lease back, and answers which term that was. */
    Future<TermId> release() {
        return next(() -> {
            TermId term = held;
            if (term == null) {
                return Future.failedFuture(new IllegalStateException("component '" + component
                        + "': neither this elector nor its rival leads: does somebody else work on these rows?"));
            }
            return rows.release(term).map(released -> {
                held = null;
                return term;
            });
        });
    }

    /** Leads from now on, if the lease was given back. */
    Future<Void> succeed() {
        return next(() -> look().compose(looked -> {
            Lease lease = lease(looked);
            return lease != null && lease.released() ? acquire(looked) : Future.succeededFuture();
        }));
    }

    /** Leads from now on, as one who has seen nothing of the holder for a whole lease: closes its session first. */
    Future<Void> unseat() {
        return next(() ->
                look().compose(this::closeHolder).compose(closed -> look()).compose(this::acquire));
    }

    /** Gives back what it has. */
    Future<Void> end() {
        return next(() -> {
            TermId term = held;
            return (term == null ? Future.succeededFuture() : rows.release(term))
                    .compose(released -> rows.closeSession(session))
                    .eventually(rows::close);
        });
    }

    private Future<?> closeHolder(StoreAnswer.Looked looked) {
        Lease lease = lease(looked);
        SessionSight holder =
                lease == null ? null : looked.sessions().get(lease.term().session());
        return holder == null || holder.id().equals(session)
                ? Future.succeededFuture()
                : rows.expire(
                        new ExpireRequest(
                                holder.id(), holder.version(), looked.server().generation()),
                        session);
    }

    private Future<Void> acquire(StoreAnswer.Looked looked) {
        if (held != null) {
            return Future.succeededFuture();
        }
        Lease lease = lease(looked);
        Claim claim = new Claim(
                component, lease == null ? null : lease.term(), looked.server().generation(), -1);
        return rows.acquire(new AcquireRequest(session, List.of(claim))).compose(answers -> {
            if (answers.get(0) instanceof StoreAnswer.Granted granted) {
                held = granted.term();
                return Future.succeededFuture();
            }
            return Future.failedFuture(
                    new IllegalStateException("component '" + component + "': the rival was not given the lease ("
                            + answers.get(0) + "): does somebody else work on these rows?"));
        });
    }

    private Future<StoreAnswer.Looked> look() {
        return rows.look(new LookRequest(List.of(component)));
    }

    private @Nullable Lease lease(StoreAnswer.Looked looked) {
        return looked.leases().get(component) instanceof LeaseSight.Row row ? row.lease() : null;
    }

    /** Whatever became of the one before. */
    private synchronized <T> Future<T> next(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        latest.onComplete(over -> context.runOnContext(turn -> act.get().onComplete(done)));
        latest = done.future();
        return done.future();
    }
}
