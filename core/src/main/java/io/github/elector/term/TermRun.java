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
    private final List<Future<String>> deployments = new ArrayList<>();
    private final List<WorkWatch> watches = new ArrayList<>();
    private Future<Void> deployed = Future.succeededFuture();
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
            deployments.add(deploy(piece, instances)
                    .onSuccess(deployed -> instances.forEach(GuardedVerticle::start))
                    .onFailure(failure -> instances.forEach(GuardedVerticle::neverStart)));
            guards.addAll(instances);
        }
        deployed = Future.all(deployments)
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
            begun = Future.join(deployments.stream().map(this::undeployed).toList())
                    .compose(gone -> Future.join(
                            guards.stream().map(GuardedVerticle::ended).toList()))
                    .compose(ended -> poolDrained());
            drained = begun;
        }
        return begun;
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
            deployments.add(vertx.deployVerticle(watch, options)
                    .onSuccess(deployed -> watch.begin())
                    // Nobody would notice that nothing is watched.
                    .onFailure(term::fail));
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
    private Future<Void> undeployed(Future<String> deployment) {
        return deployment.compose(vertx::undeploy).otherwiseEmpty();
    }
}
