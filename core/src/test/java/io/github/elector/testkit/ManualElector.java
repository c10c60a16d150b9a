// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testkit;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Health;
import io.github.elector.Leadership;
import io.github.elector.OverrunPolicy;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.driver.Hosts;
import io.github.elector.driver.Surroundings;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Notice;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An elector whose terms begin and end when a test says so.
 *
 * <p>It is the elector of production on rows of its own in memory, beside a rival that leads whenever this one does not,
 * and on a clock that the test has in its hands. So nothing is pretended: verticles are deployed and undeployed, terms are
 * valid and end, notices are published and the state is answered as they will be, by the same code. What it does not do is
 * lead unasked, or lose its session because the test was held at a breakpoint. No act waits for time to pass, but for work
 * that does not stop: that is given its stop budget.
 *
 * <p>Work of a test may also end its own term, as by {@link Term#fail}, {@link #resign} or {@link #close}: then the rival
 * leads, as another replica would. It gives the lease up for {@link #grant} alone.
 *
 * <p>Every method may be called from any thread; futures complete on the caller's context, if it has one. A test that is on
 * no Vert.x thread may wait for them: {@code elector.grant().await(10, SECONDS)}.
 */
public final class ManualElector implements Elector {
    /** The node that leads whenever this one does not. */
    public static final String RIVAL = "rival";

    private final Elector elector;
    private final Stagehand stagehand;
    private final Rival rival;
    private final long leaseNanos;
    private final MessageConsumer<JsonObject> notices;

    private ManualElector(
            Elector elector, Stagehand stagehand, Rival rival, long leaseNanos, MessageConsumer<JsonObject> notices) {
        this.elector = elector;
        this.stagehand = stagehand;
        this.rival = rival;
        this.leaseNanos = leaseNanos;
        this.notices = notices;
    }

    /** One for this component, with the options as they are unless set. */
    public static Future<ManualElector> start(Vertx vertx, String component, TermWork work) {
        return start(vertx, new ElectorOptions().setComponent(component), work);
    }

    /**
     * One with these options.
     *
     * <p>Where they name a store, the rows are there: then a fence finds the terms of this elector in its database. Nobody
     * else may work on this component's rows meanwhile. It always has a session of its own, and never halts the JVM
     * ({@link OverrunPolicy}).
     *
     * @return completes when it stands by: it has a session, and has seen that the rival leads. Fails like
     *     {@link Elector#start}, and with {@link IllegalArgumentException} for an observer, which can be granted nothing
     */
    public static Future<ManualElector> start(Vertx vertx, ElectorOptions options, TermWork work) {
        ElectorOptions own;
        try {
            checkModules();
            own = checked(options);
        } catch (IllegalArgumentException unusable) {
            return Future.failedFuture(unusable);
        }
        Context context = vertx.getOrCreateContext();
        Promise<ManualElector> begun = Promise.promise();
        context.runOnContext(turn -> {
            try {
                begin(vertx, context, own, work).onComplete(begun);
            } catch (RuntimeException unusable) {
                begun.fail(unusable);
            }
        });
        return toCaller(begun.future());
    }

    /** What a thread of Vert.x would throw, a test would only see as a start that never comes. */
    private static void checkModules() {
        Module core = Elector.class.getModule();
        Module kit = ManualElector.class.getModule();
        if (!core.isExported("io.github.elector.driver", kit) || !core.isExported("io.github.elector.time", kit)) {
            throw new IllegalArgumentException(
                    "on the module path, the core keeps from a test-jar what this needs: run the"
                            + " tests on the class path (useModulePath false of Surefire), or with --add-exports of"
                            + " io.github.elector.core/io.github.elector.driver and .time to ALL-UNNAMED, see docs/testing.md");
        }
    }

    private static ElectorOptions checked(ElectorOptions options) {
        ElectorOptions own = new ElectorOptions(options).setOwnSession(true).setOverrun(OverrunPolicy.LET_EXPIRE);
        if (!own.isCampaign()) {
            throw new IllegalArgumentException(
                    "component '" + new ComponentName(own.getComponent())
                            + "': with the option campaign false it only observes, so it can be granted no term: leave it true");
        }
        if (!own.getStore().containsKey("uri")) {
            own.setStoreUri("memory:manual/" + UUID.randomUUID());
        }
        return own;
    }

    /** On that context: stores are made where they are driven from. */
    private static Future<ManualElector> begin(Vertx vertx, Context context, ElectorOptions options, TermWork work) {
        ComponentName component = new ComponentName(options.getComponent());
        Timing timing = options.timing();
        String uri = String.valueOf(options.getStore().getValue("uri"));
        HeldClock clock = new HeldClock();
        StoreConfig ofRival = new StoreConfig(uri, options.getStore(), RIVAL, timing.storeTimeoutNanos());
        Rival rival = new Rival(context, LeaseStoreProvider.find(vertx, ofRival), component);
        Stagehand stagehand =
                new Stagehand(vertx, context, component, rival, work.pieces().isEmpty());
        AtomicReference<CandidateStore> made = new AtomicReference<>();
        MessageConsumer<JsonObject> notices =
                vertx.eventBus().localConsumer(new Addresses(options.getPrefix()).event(component));
        notices.handler(message -> stagehand.hear(Notice.from(message.body())));
        return rival.begin(options.getLease(), options.getRenew())
                .compose(leads -> Hosts.of(vertx)
                        .start(
                                options,
                                uri,
                                new ObservedWork(work, stagehand).asWork(),
                                Surroundings.OF_THE_SYSTEM.with(clock),
                                (any, config) -> made.updateAndGet(none -> new CandidateStore(
                                        any, LeaseStoreProvider.find(any, config), rival, clock, timing, stagehand))))
                .compose(elector -> stagehand
                        .begin(made.get(), elector)
                        .map(new ManualElector(elector, stagehand, rival, timing.leaseNanos(), notices)))
                .onFailure(failed -> {
                    notices.unregister();
                    rival.end();
                });
    }

    /**
     * The rival gives the lease up, and this elector gets it. It campaigns again for that, however long it was to stay out.
     *
     * @return completes when the term is announced and every verticle of its work runs; fails with what the work's start or
     *     a gate failed with, once the rival leads again, and with {@link IllegalStateException} if no term can be granted
     *     now
     */
    public Future<Term> grant() {
        return toCaller(stagehand
                .grant()
                .map(runs -> elector.term()
                        .orElseThrow(() -> new IllegalStateException(
                                "component '" + component() + "': the term ended as soon as its work ran"))));
    }

    /**
     * The orderly end of the term: it is over, the work is stopped, the lease is given back, the rival leads.
     *
     * @return completes when all that is done; fails with {@link IllegalStateException} if this elector does not lead, or
     *     once the work has overrun its stop budget
     */
    public Future<Void> revoke() {
        return toCaller(stagehand.revoke());
    }

    /**
     * The lease runs out, as for a process that was paused for so long that another leads when it wakes: all of it passes
     * at once. The term is invalid when this returns; that the elector finds out, says so and stops the work comes later.
     *
     * @return completes when the work has ended and the rival leads; fails with {@link IllegalStateException} if this
     *     elector does not lead, or once the work has overrun its stop budget
     */
    public Future<Void> expire() {
        return toCaller(stagehand.expire(leaseNanos));
    }

    /**
     * No statement reaches the store any more. A term stays valid for what remains of it: that passes with
     * {@link #expire}.
     *
     * @return completes when the elector has said {@code store-unreachable}
     */
    public Future<Void> storeUnreachable() {
        return toCaller(stagehand.cut());
    }

    /**
     * The store answers again.
     *
     * @return completes when the elector has said {@code store-recovered} and, if it does not lead, stands by
     */
    public Future<Void> storeReachable() {
        return toCaller(stagehand.mend());
    }

    @Override
    public String component() {
        return elector.component();
    }

    @Override
    public String node() {
        return elector.node();
    }

    @Override
    public Optional<Term> term() {
        return elector.term();
    }

    @Override
    public Leadership leadership() {
        return elector.leadership();
    }

    @Override
    public Future<Health> health() {
        return elector.health();
    }

    @Override
    public Future<Void> resign(Duration stayOut) {
        return elector.resign(stayOut);
    }

    @Override
    public Future<Void> observe() {
        return elector.observe();
    }

    @Override
    public Future<Void> campaign() {
        return elector.campaign();
    }

    /** As {@link Elector#close}; the rival is gone with it. Acts that are under way fail. */
    @Override
    public Future<Void> close() {
        stagehand.close();
        return toCaller(elector.close().eventually(rival::end).eventually(notices::unregister));
    }

    private static <T> Future<T> toCaller(Future<T> outcome) {
        Context caller = Vertx.currentContext();
        if (caller == null) {
            return outcome;
        }
        Promise<T> told = Promise.promise();
        outcome.onComplete((result, failure) -> {
            try {
                caller.runOnContext(turn -> told.complete(result, failure));
            } catch (RejectedExecutionException contextClosed) {
                told.complete(result, failure);
            }
        });
        return told.future();
    }
}
