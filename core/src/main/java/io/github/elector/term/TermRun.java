// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The work of one term, from its deployment until nothing of it runs any more.
 *
 * <p>Undeployed is not ended: a start that hangs has no deployment, a stop that hangs may still be doing something, and
 * blocking tasks outlive their verticle. {@link #end} waits for all three.
 */
final class TermRun {
    private final Vertx vertx;
    private final Context context;
    private final Term term;
    private final TermWork work;
    private final StopBudget stop;
    private final TermControl control;
    private final BlockingPool pool;
    private final List<GuardedVerticle> guards = new ArrayList<>();
    private final List<Deployed> pieces = new ArrayList<>();
    private final List<WorkWatch> watches = new ArrayList<>();
    private Future<Void> deployed = Future.succeededFuture();
    private final Promise<Void> spent = Promise.promise();
    private volatile @Nullable Future<?> undeployed;
    private @Nullable Future<Void> drained;

    TermRun(Vertx vertx, Term term, TermWork work, StopBudget stop, TermControl control) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.term = term;
        this.work = work;
        this.stop = stop;
        this.control = control;
        this.pool = new BlockingPool(vertx, term.id());
    }

    /** Deploys everything; completes when all of it runs, fails when one piece does not. */
    Future<Void> begin() {
        for (TermWork.Piece piece : work.pieces()) {
            List<GuardedVerticle> instances = new ArrayList<>();
            Future<String> deployment = deploy(piece, instances)
                    .onSuccess(deployed -> instances.forEach(GuardedVerticle::start))
                    .onFailure(failure -> instances.forEach(GuardedVerticle::neverStart));
            pieces.add(new Deployed(deployment, instances));
            guards.addAll(instances);
        }
        deployed = Future.all(pieces.stream().map(Deployed::deployment).toList())
                .compose(all ->
                        Future.all(guards.stream().map(GuardedVerticle::started).toList()))
                .mapEmpty();
        if (!work.checks().isEmpty()) {
            // It completes on the context of the verticle that was last.
            deployed.onSuccess(runs -> context.runOnContext(turn -> watch()));
        }
        return deployed;
    }

    Future<Void> deployed() {
        return deployed;
    }

    /** Undeploys everything; completes when nothing of it runs any more, never fails. The same however often called. */
    Future<Void> end() {
        Future<Void> begun = drained;
        if (begun == null) {
            watches.forEach(WorkWatch::end);
            // No deployment waits for a start, so every one completes; and undeploying cancels a start that is pending.
            Future<?> allGone =
                    Future.join(pieces.stream().map(this::undeployed).toList());
            undeployed = allGone;
            begun = allGone.compose(gone -> allEnded()).compose(ended -> poolDrained());
            drained = begun;
        }
        return begun;
    }

    private Future<?> allEnded() {
        return Future.join(guards.stream().map(GuardedVerticle::ended).toList());
    }

    /** To be called when the stop budget is spent: what Vert.x has not come to undeploy is told to stop all the same. */
    void stopAnyway() {
        spent.tryComplete();
        guards.stream().filter(guard -> !guard.isUndeployed()).forEach(GuardedVerticle::stopAnyway);
    }

    /** Whether anything of it may run still; asked on any thread, also when nobody is left on whose context it ends. */
    boolean stillRuns() {
        Future<?> gone = undeployed;
        return gone == null
                || !gone.isComplete()
                || guards.stream().anyMatch(guard -> !guard.ended().isComplete())
                || pool.hasThreads();
    }

    private void watch() {
        if (drained != null) {
            return;
        }
        for (TermWork.Check check : work.checks()) {
            WorkWatch watch = new WorkWatch(vertx, term, check, stop.deadlines());
            watches.add(watch);
            // Of that name, too, the pool's threads are waited for.
            DeploymentOptions options = new DeploymentOptions()
                    .setThreadingModel(ThreadingModel.WORKER)
                    .setWorkerPoolName(pool.name() + "-check")
                    .setWorkerPoolSize(1);
            Future<String> deployment = vertx.deployVerticle(watch, options)
                    .onSuccess(deployed -> watch.begin())
                    // Nobody would notice that nothing is watched.
                    .onFailure(term::fail);
            pieces.add(new Deployed(deployment, List.of()));
        }
    }

    private Future<String> deploy(TermWork.Piece piece, List<GuardedVerticle> instances) {
        DeploymentOptions options = new DeploymentOptions(piece.options()).setWorkerPoolName(pool.name());
        try {
            return vertx.deployVerticle(() -> guard(piece, instances), options);
        } catch (RuntimeException refused) {
            // Some options that cannot work are thrown back at once: no instances, for one.
            return Future.failedFuture(refused);
        }
    }

    private GuardedVerticle guard(TermWork.Piece piece, List<GuardedVerticle> instances) {
        GuardedVerticle guard = new GuardedVerticle(piece.make(), term, stop, control);
        instances.add(guard);
        return guard;
    }

    /**
     * The last verticle ended on its own context, which goes with the pool; the pool is looked at from the context this run
     * was made on. In the turn itself: whoever listens for a turn that is over already hears of it where he is.
     */
    private Future<Void> poolDrained() {
        Promise<Void> drained = Promise.promise();
        context.runOnContext(turn -> pool.drained().onComplete(drained));
        return drained.future();
    }

    /** A deployment that failed, or was undeployed by somebody else, is gone as well. */
    private Future<Void> undeployed(Deployed piece) {
        return piece.deployment().compose(id -> undeploy(id, piece)).otherwiseEmpty();
    }

    /**
     * Vert.x undeploys first what a verticle has deployed. Where one of those fails it does not go on, waits for none of the
     * others, and forgets them all. So the work is told to stop at once, and the others have the stop budget before Vert.x is
     * asked again.
     */
    private Future<Void> undeploy(String id, Deployed piece) {
        return vertx.undeploy(id).recover(failure -> {
            if (!piece.isLeftAlone()) {
                return Future.failedFuture(failure);
            }
            piece.guards().forEach(GuardedVerticle::stopAnyway);
            return spent.future().compose(late -> vertx.undeploy(id));
        });
    }

    /** What Vert.x deployed in one, and what is in it. */
    private record Deployed(Future<String> deployment, List<GuardedVerticle> guards) {
        /** Whether Vert.x has not come to undeploy it. */
        boolean isLeftAlone() {
            return guards.stream().anyMatch(guard -> !guard.isUndeployed());
        }
    }
}
