// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.github.elector.time.Clock;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.shareddata.Shareable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The hosts of one Vertx. Electors with equal configuration share one; the last that is closed takes it down.
 *
 * <p>When their Vertx closes, all of them are closed before it undeploys anything. Vert.x undeploys the children of a
 * verticle side by side and gives the parent up if one was undeployed by somebody else in that moment, as the end of a
 * term does with the rest of its work: leases and session would stay as they are.
 *
 * <p>Safe for any thread: electors are started and closed from anywhere, rarely.
 */
public final class Hosts implements Shareable {
    private static final String MAP = "io.github.elector.hosts";

    private final Vertx vertx;
    private final Map<HostConfig, SharedHost> shared = new HashMap<>();
    private final Set<SharedHost> all = new LinkedHashSet<>();
    private final Set<Seat> seats = new HashSet<>();
    /** Whose elector was closed while something of it was in hand, and where that is. */
    private final Map<Seat, SharedHost> stillInHand = new HashMap<>();

    private ElectorMetrics metrics = host -> HostMetrics.NONE;
    private boolean vertxCloses;

    /** One component on one store, however its URI is written: taken once in a Vertx. */
    private record Seat(String storeIdentity, ComponentName component) {}

    /** A host and how many electors use it. */
    private static final class SharedHost {
        final HostConfig config;
        final String storeIdentity;
        final HostVerticle verticle;
        final Future<String> deployment;
        /** When it has been taken down. */
        final Promise<Void> gone = Promise.promise();

        int electors;
        boolean goes;

        SharedHost(HostConfig config, String storeIdentity, HostVerticle verticle, Future<String> deployment) {
            this.config = config;
            this.storeIdentity = storeIdentity;
            this.verticle = verticle;
            this.deployment = deployment;
        }

        Seat seat(ComponentName component) {
            return new Seat(storeIdentity, component);
        }

        Future<Void> close() {
            Future<Void> closed =
                    deployment.compose(deployed -> verticle.driver().close());
            return goes ? closed.eventually(gone::future) : closed;
        }
    }

    private Hosts(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Those of this Vertx. */
    public static Hosts of(Vertx vertx) {
        return vertx.sharedData().<String, Hosts>getLocalMap(MAP).computeIfAbsent(MAP, any -> closedWith(vertx));
    }

    private static Hosts closedWith(Vertx vertx) {
        Hosts hosts = new Hosts(vertx);
        VertxInternal internal = (VertxInternal) vertx;
        internal.addCloseHook(done -> hosts.closeAll()
                .eventually(() -> LastNotices.heard(internal.nettyEventLoopGroup()))
                .onComplete(done));
        return hosts;
    }

    /**
     * Has every host measured by these from now on.
     *
     * @throws IllegalStateException if a host runs already, which has told nobody what it did so far
     */
    public synchronized void measure(ElectorMetrics metrics) {
        if (!all.isEmpty()) {
            throw new IllegalStateException("electors were started on this Vertx already, and would not be measured:"
                    + " call measure before the first one is started, or after all are closed");
        }
        this.metrics = metrics;
    }

    /**
     * Bounded like the close of each; one that cannot be closed holds nobody up. One that is being taken down is waited for:
     * a Vertx that has closed its threads meanwhile never says that a verticle was undeployed.
     */
    private synchronized Future<Void> closeAll() {
        vertxCloses = true;
        return Future.join(all.stream().map(SharedHost::close).toList())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /**
     * Campaigns with options that were checked.
     *
     * @throws IllegalArgumentException if no store can be made from them
     */
    public Future<Elector> start(ElectorOptions options, String storeUri, TermWork work) {
        return start(options, storeUri, work, Surroundings.OF_THE_SYSTEM, LeaseStoreProvider::find);
    }

    /** The same with a clock and stores of a test's choice. */
    Future<Elector> start(
            ElectorOptions options,
            String storeUri,
            TermWork work,
            Clock clock,
            BiFunction<Vertx, StoreConfig, LeaseStore> stores) {
        return start(options, storeUri, work, Surroundings.OF_THE_SYSTEM.with(clock), stores);
    }

    /** The same with surroundings and stores of a test's choice; public for those of users, see decision 38. */
    public Future<Elector> start(
            ElectorOptions options,
            String storeUri,
            TermWork work,
            Surroundings surroundings,
            BiFunction<Vertx, StoreConfig, LeaseStore> stores) {
        ComponentName component = new ComponentName(options.getComponent());
        return startAll(options, storeUri, Map.of(component, work), surroundings, stores)
                .map(electors -> electors.get(0));
    }

    /**
     * Campaigns for several components with options that were checked, whose own component is not used; all of them start or
     * none. It costs much less than starting each.
     *
     * @param works at least one, and one alone where the session is to be the component's own; told in their order
     * @throws IllegalArgumentException if no store can be made from the options
     */
    public Future<List<Elector>> startAll(ElectorOptions options, String storeUri, Map<ComponentName, TermWork> works) {
        return startAll(options, storeUri, works, Surroundings.OF_THE_SYSTEM, LeaseStoreProvider::find);
    }

    private Future<List<Elector>> startAll(
            ElectorOptions options,
            String storeUri,
            Map<ComponentName, TermWork> works,
            Surroundings surroundings,
            BiFunction<Vertx, StoreConfig, LeaseStore> stores) {
        HostConfig config = HostConfig.of(options, storeUri);
        String storeIdentity = storeIdentity(config);
        SharedHost host;
        synchronized (this) {
            if (vertxCloses) {
                return Future.failedFuture(new IllegalStateException(
                        "component '" + works.keySet().iterator().next()
                                + "': its Vertx is being closed; start the elector on another"));
            }
            for (ComponentName component : works.keySet()) {
                String taken = whyTaken(new Seat(storeIdentity, component), storeUri);
                if (taken != null) {
                    return Future.failedFuture(new IllegalStateException("component '" + component + "'" + taken));
                }
            }
            works.keySet().forEach(component -> seats.add(new Seat(storeIdentity, component)));
            host = options.isOwnSession()
                    ? deploy(config, storeIdentity, surroundings, stores)
                    : shared.computeIfAbsent(config, any -> deploy(config, storeIdentity, surroundings, stores));
            host.electors += works.size();
            all.add(host);
        }
        Future<List<Elector>> started = host.deployment
                .compose(deployed -> host.verticle.driver().join(works))
                .map(campaigns -> campaigns.stream()
                        .map(campaign -> elector(host, campaign))
                        .toList())
                .recover(failure -> Future.join(works.keySet().stream()
                                .map(component ->
                                        leave(host, host.seat(component), isLeft(host), Future.succeededFuture()))
                                .toList())
                        .transform(left -> Future.failedFuture(failure)));
        return Handover.toCaller(vertx, started);
    }

    private @Nullable String whyTaken(Seat seat, String storeUri) {
        if (stillInHand.containsKey(seat)) {
            return ": the work of its earlier elector still runs here: wait until it has ended";
        }
        return seats.contains(seat)
                ? " has an elector on the leases of " + StoreUri.withoutSecrets(storeUri)
                        + " in this Vertx already, perhaps by another spelling of its URI: close that one first, or use"
                        + " another Vertx for a rival"
                : null;
    }

    private Elector elector(SharedHost host, Campaign campaign) {
        Seat seat = host.seat(campaign.component);
        return new ComponentElector(
                campaign, host.config.node(), host.verticle.driver(), () -> close(host, seat, campaign));
    }

    /** Of very many electors that share a host only the first looks for the provider of its store. */
    private synchronized String storeIdentity(HostConfig config) {
        SharedHost host = shared.get(config);
        return host == null ? LeaseStoreProvider.identityOf(config.store()) : host.storeIdentity;
    }

    private SharedHost deploy(
            HostConfig config,
            String storeIdentity,
            Surroundings surroundings,
            BiFunction<Vertx, StoreConfig, LeaseStore> stores) {
        Surroundings measured = surroundings.measuredBy(metrics);
        HostVerticle verticle = new HostVerticle(config, measured, any -> stores.apply(any, config.store()));
        // Of whoever starts it, for its work too; threads of the pool have the one of the class path.
        DeploymentOptions options =
                new DeploymentOptions().setClassLoader(Thread.currentThread().getContextClassLoader());
        if (Vertx.currentContext() == null) {
            // Right here: a main method may end after this, and only what was deployed keeps its JVM alive.
            return new SharedHost(config, storeIdentity, verticle, deploy(verticle, options));
        }
        // From a thread without a Vert.x context: deployed from a verticle's, it would be that verticle's child and die
        // with it.
        Promise<String> deployment = Promise.promise();
        ForkJoinPool.commonPool().execute(() -> deploy(verticle, options).onComplete(deployment));
        return new SharedHost(config, storeIdentity, verticle, deployment.future());
    }

    private Future<String> deploy(HostVerticle verticle, DeploymentOptions options) {
        try {
            return vertx.deployVerticle(verticle, options);
        } catch (RuntimeException vertxClosed) {
            return Future.failedFuture(vertxClosed);
        }
    }

    /** The last one closes its host at once: after the end of its campaign that would take as long again. */
    private Future<Void> close(SharedHost host, Seat seat, Campaign campaign) {
        boolean last = isLeft(host);
        HostDriver driver = host.verticle.driver();
        Future<Void> ended = last ? driver.close().otherwiseEmpty() : driver.retire(campaign);
        return ended.eventually(() -> leave(host, seat, last, campaign.retired.future()));
    }

    /** Whether nobody uses it any more; then nobody will. */
    private synchronized boolean isLeft(SharedHost host) {
        host.electors--;
        if (host.electors > 0) {
            return false;
        }
        shared.remove(host.config, host);
        return true;
    }

    private Future<Void> leave(SharedHost host, Seat seat, boolean last, Future<Void> retired) {
        if (!last) {
            giveUp(seat, host, retired);
            return Future.succeededFuture();
        }
        giveUp(seat, host, Future.succeededFuture());
        if (isLeftToVertx(host)) {
            forget(host);
            return Future.succeededFuture();
        }
        host.deployment
                .compose(vertx::undeploy)
                // It was never deployed, or was undeployed by somebody else.
                .otherwiseEmpty()
                .onSuccess(gone -> forget(host))
                .onComplete(host.gone);
        return host.gone.future();
    }

    /** A Vertx that closes undeploys its hosts itself. */
    private synchronized boolean isLeftToVertx(SharedHost host) {
        host.goes = !vertxCloses;
        return vertxCloses;
    }

    private synchronized void giveUp(Seat seat, SharedHost host, Future<Void> retired) {
        seats.remove(seat);
        if (!retired.isComplete()) {
            stillInHand.put(seat, host);
            retired.onComplete(ended -> noteEnd(seat, host));
        }
    }

    /** A host that closes calls everything ended when its time is over; then what counts is that it is gone. */
    private synchronized void noteEnd(Seat seat, SharedHost host) {
        if (host.electors > 0) {
            stillInHand.remove(seat);
        }
    }

    /** Not before it is gone: until then the Vertx must not close under it. */
    private synchronized void forget(SharedHost host) {
        all.remove(host);
        stillInHand.values().removeIf(host::equals);
    }
}
