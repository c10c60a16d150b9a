// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.examples.discovery.DiscoveryVerticle;
import io.github.elector.examples.discovery.Registry;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.notice.Notice;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A Vertx whose elector campaigns for Discovery, and what it tells. Its methods block. */
final class SpeedMember implements AutoCloseable {
    private static final String COMPONENT = "elector-demo-registry";
    private static final int CONNECTIONS = 4;
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration RENEW = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(2);
    // For a list that misses its aim by far: then the figure says so, and not a failure.
    private static final Duration LONGEST_TRANSACTION = Duration.ofSeconds(20);

    private final Vertx vertx = SmallVertx.make();
    private final ElectorOptions options;
    private final TermWork work;
    private @Nullable Elector elector;

    SpeedMember(String node, DatabaseUri database, Registry registry, SpeedHistory history) {
        LeaderPool pool = new LeaderPool(vertx, database, "registry", CONNECTIONS, LONGEST_TRANSACTION.toMillis());
        ResourceWriter writer = ResourceWriter.of(pool, database, LONGEST_TRANSACTION);
        Blocking.await(writer.createTables());
        this.work = TermWork.of(term -> new DiscoveryVerticle(term, registry, writer, STOP));
        this.options = new ElectorOptions()
                .setComponent(COMPONENT)
                .setNode(node)
                .setLease(LEASE)
                .setRenew(RENEW)
                .setRetry(RETRY)
                .setStop(STOP)
                .setStore(new JsonObject().put("uri", database.secretText()).put("createSchema", true));
        vertx.eventBus().<JsonObject>localConsumer("elector.event." + COMPONENT, told -> {
            Notice notice = Notice.from(told.body());
            history.add(new Heard(node, notice.type().text(), String.valueOf(notice.term()), notice.nanos()));
        });
        vertx.eventBus()
                .<JsonObject>localConsumer(
                        DiscoveryVerticle.newsAddress(registry.mesh()),
                        told -> history.add(new Heard(
                                node,
                                told.body().getString("type"),
                                told.body().getString("term"),
                                System.nanoTime())));
    }

    String node() {
        return options.getNode();
    }

    void campaign() {
        elector = Blocking.await(Elector.start(vertx, options, work));
    }

    /** Campaigns no more; returns when nothing is left of its term. */
    void retire() {
        Elector last = elector;
        elector = null;
        if (last != null) {
            Blocking.await(last.close());
        }
    }

    /** Gives its term up, and campaigns again after this time. */
    void resign(Duration stayOut) {
        Elector leads = elector;
        if (leads != null) {
            Blocking.await(leads.resign(stayOut));
        }
    }

    @Override
    public void close() {
        retire();
        Blocking.await(vertx.close());
    }
}
