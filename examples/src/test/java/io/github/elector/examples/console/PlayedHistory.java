// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.examples.console.SeenLease.Standing.HELD;
import static io.github.elector.examples.console.SeenLease.Standing.RELEASED;
import static io.github.elector.testing.Await.await;

import io.vertx.core.Future;
import java.util.List;

/** Some minutes of a cluster with something to see: terms of several holders, a silence, gaps, instances. */
final class PlayedHistory {
    private PlayedHistory() {}

    static void play(PlayedCluster cluster) {
        long now = System.currentTimeMillis();
        cluster.alive("alpha")
                .alive("beta")
                .lease("discovery", "alpha", 1795651200101L, now - 270_000, HELD)
                .lease("engine", "beta", 1795651200102L, now - 280_000, HELD);
        seen(cluster);
        cluster.alive("gamma").lease("billing", "gamma", 1795651200103L, now - 250_000, HELD);
        seen(cluster);
        cluster.heard("alpha", now - 200_000)
                .closed("alpha", "beta")
                .lease("discovery", "beta", 1795651290101L, now - 189_000, HELD);
        seen(cluster);
        cluster.alive("delta").lease("engine", "delta", 1795651390102L, now - 120_000, HELD);
        seen(cluster);
        cluster.lease("discovery", "gamma", 1795651420101L, now - 62_000, HELD);
        seen(cluster);
        cluster.lease("billing", "gamma", 1795651200103L, now - 250_000, RELEASED);
        seen(cluster);
        cluster.alive("beta").alive("gamma").heard("delta", now - 6_000);
        seen(cluster);
    }

    static InstanceSource instances() {
        List<Instance> shown = List.of(
                new Instance("zk-main", "shop-orders", "10.0.0.7:20880", "registered", List.of("registry", "runtime")),
                new Instance("zk-main", "shop-orders", "10.0.0.8:20880", "registered", List.of("registry")),
                new Instance("zk-main", "shop-stock", "10.0.0.9:20881", "starting", List.of("runtime")));
        return atMost -> Future.succeededFuture(new Instances(shown, 5_120));
    }

    private static void seen(PlayedCluster cluster) {
        await("a look", cluster.seen());
    }
}
