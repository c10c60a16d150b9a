// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.TermWork;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.examples.database.SmallVertx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The electors of this process, and everything around them. Its methods block: call them from a thread of the JVM's own,
 * never from a Vert.x context.
 */
public final class RunningReplica {
    private static final long PATIENCE_SECONDS = 20;
    private static final long CLOSE_SECONDS = 2;

    private final ElectorOptions options;
    private final List<String> components;
    private final EventPrinter printer;
    private final Vertx vertx;
    private final NoticeListener listener;
    private final ElectorVerticle electors;
    private final List<LeaderPool> pools = new ArrayList<>();
    private Future<String> deployment = Future.succeededFuture();
    private boolean closed;

    /** Campaigns for nothing yet. */
    public RunningReplica(ElectorOptions options, List<String> components, EventPrinter printer) {
        this.options = options;
        this.components = components;
        this.printer = printer;
        this.vertx = SmallVertx.make();
        this.listener = new NoticeListener(components, printer::print);
        this.electors = new ElectorVerticle(options);
    }

    /** The Vertx of this process; closed with it. */
    public Vertx vertx() {
        return vertx;
    }

    /** This many connections for what its work writes, under this name; closed with it, after the electors. */
    public LeaderPool pool(DatabaseUri database, String application, int connections, long timeoutMillis) {
        LeaderPool made = new LeaderPool(vertx, database, application, connections, timeoutMillis);
        pools.add(made);
        return made;
    }

    /**
     * Campaigns for its components from now on.
     *
     * @param work what is done by the leader of a component
     * @throws IllegalArgumentException if the options cannot work
     */
    public void start(Function<String, TermWork> work) {
        components.forEach(component -> electors.elect(component, work.apply(component)));
        components.forEach(component -> say(component, ReplicaEvent.STARTED));
        Blocking.await(vertx.deployVerticle(listener));
        synchronized (this) {
            deployment = vertx.deployVerticle(electors);
        }
        Blocking.await(deployment);
    }

    /** Gives a component up and stays out for a while, without waiting for the end of it. */
    void resign(String component, Duration stayOut) {
        say(component, ReplicaEvent.RESIGNING);
        electors.electors().stream()
                .filter(elector -> elector.component().equals(component))
                .forEach(elector -> resign(elector, stayOut));
    }

    /** Hands everything over, waits until nothing is in hand any more, and says so; the second call does nothing. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Future<Void> ended = deployment
                .compose(vertx::undeploy)
                .transform(undeployed -> listener.caughtUp())
                .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .otherwiseEmpty();
        Blocking.await(ended);
        Blocking.await(Future.join(pools.stream().map(LeaderPool::close).toList()));
        Blocking.await(vertx.close().timeout(CLOSE_SECONDS, TimeUnit.SECONDS).otherwiseEmpty());
        components.forEach(component -> say(component, ReplicaEvent.STOPPED));
    }

    private static void resign(Elector elector, Duration stayOut) {
        elector.resign(stayOut)
                .onFailure(refused -> System.err.println(
                        "component '" + elector.component() + "' could not resign: " + refused.getMessage()));
    }

    private void say(String component, String event) {
        printer.print(ReplicaEvent.now(options.getNode(), component, event));
    }
}
