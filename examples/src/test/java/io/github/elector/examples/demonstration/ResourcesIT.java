// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.cluster.Replicas;
import io.github.elector.examples.cluster.SharedServer;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.DemoDatabase;
import io.github.elector.examples.discovery.EmbeddedRegistry;
import io.github.elector.examples.provider.ProviderJvm;
import io.github.elector.examples.provider.Registrar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Discovery and Engine in JVMs of their own, with a registry and providers, on one database. */
@Timeout(120)
class ResourcesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PULSE = "/dubbo/config/dubbo/resources-it-pulse";

    /** Of this test alone: other tests start providers too. */
    private final String mesh = "it-" + Long.toString(System.nanoTime(), 36);

    private final String uri = SharedServer.freshDatabase();
    private final DemoDatabase database = DemoDatabase.open(Optional.of(new DatabaseUri(uri)));
    private final EmbeddedRegistry registry = new EmbeddedRegistry();
    private final Replicas replicas = new Replicas();

    ResourcesIT() throws Exception {
        // Whatever is opened above is closed below.
    }

    @AfterEach
    void close() throws Exception {
        replicas.close();
        registry.close();
        database.close();
    }

    @Test
    void discoveryAndEngineOnDifferentReplicasSayTheSame() {
        replicas.start("alpha", uri, List.of("discovery"), follow());
        replicas.start("beta", uri, List.of("engine"), follow());
        ProviderJvm first = ProviderJvm.start("shop", 20_881, mesh, registry.address());
        ProviderJvm second = ProviderJvm.start("shop", 20_882, mesh, registry.address());
        try {
            awaitInstances("20881 application running", "20882 application running");

            replicas.start("gamma", uri, List.of("discovery", "engine"), follow());
            replicas.await("gamma sees who leads", PATIENCE, seen -> seen.takesPart("gamma", "discovery"));
            ReplicaEvent killed = replicas.leader("discovery");
            replicas.kill("alpha");
            first.terminate();
            replicas.await(
                    "gamma leads discovery",
                    PATIENCE,
                    seen -> seen.leader("discovery")
                            .filter(leader -> leader.termNumber() > killed.termNumber())
                            .isPresent());

            awaitInstances("20882 application running");
            second.kill();
            awaitInstances();
            assertThat(database.staleRowsAfter(0)).isZero();
            assertThat(journal("SELECT DISTINCT component FROM resource_journal"))
                    .containsExactlyInAnyOrder("discovery", "engine");
        } finally {
            first.kill();
            second.kill();
        }
        replicas.terminateAll();
        replicas.assertNoOverlap();
        awaitTrue("nobody is left at the registry", () -> registry.sessions().isEmpty());
        assertThat(registry.watches()).isZero();
    }

    @Test
    void leaderThatIsFrozenAndWakesWritesNothing() {
        try (Registrar somebody = new Registrar(registry.address(), Duration.ofMinutes(1))) {
            replicas.start("alpha", uri, List.of("discovery"), follow());
            awaitTrue("alpha writes", () -> writes(somebody) > 3);
            replicas.start("beta", uri, List.of("discovery"), follow());
            replicas.await("beta sees who leads", PATIENCE, seen -> seen.takesPart("beta", "discovery"));
            ReplicaEvent frozen = replicas.leader("discovery");

            replicas.process("alpha").freeze();
            replicas.await(
                    "beta leads",
                    PATIENCE,
                    seen -> seen.leader("discovery")
                            .filter(leader -> leader.node().equals("beta"))
                            .isPresent());
            awaitTrue("beta writes", () -> writes(somebody, replicas.leader("discovery")) > 3);
            long before = writes(somebody, frozen);
            replicas.process("alpha").goOn();
            replicas.await(
                    "alpha notices",
                    PATIENCE,
                    seen -> seen.first(
                                    frozen.nanos(),
                                    event -> event.is("revoked") && event.node().equals("alpha"))
                            .isPresent());
            long meanwhile = writes(somebody, replicas.leader("discovery"));
            awaitTrue("beta writes on", () -> writes(somebody, replicas.leader("discovery")) > meanwhile + 10);

            assertThat(writes(somebody, frozen)).isEqualTo(before);
            assertThat(database.staleRowsAfter(0)).isZero();
        }
        replicas.terminateAll();
        replicas.assertNoOverlap();
    }

    private String[] follow() {
        return new String[] {"--zookeeper=" + registry.address(), "--mesh=" + mesh};
    }

    /** Port, who has registered it, whether it runs. */
    private void awaitInstances(String... expected) {
        String query = "SELECT concat(port, ' ', coalesce(registered_by, 'nobody'), ' ',"
                + " CASE WHEN runtime_name IS NULL THEN 'gone' ELSE 'running' END)"
                + " FROM instances WHERE mesh = '" + mesh + "'";
        // Before somebody leads there is no such view.
        awaitTrue("somebody leads", () -> database.lastRow() > 0);
        awaitTrue("the instances are " + List.of(expected), () -> journal(query).equals(Set.of(expected)));
    }

    /** How many lines there are in the journal, after something has changed at the registry. */
    private long writes(Registrar somebody) {
        somebody.put(PULSE, Long.toString(System.nanoTime()));
        return database.lastRow();
    }

    /** The same of this term. */
    private long writes(Registrar somebody, ReplicaEvent leader) {
        somebody.put(PULSE, Long.toString(System.nanoTime()));
        return Long.parseLong(journal("SELECT count(*) FROM resource_journal WHERE term = " + leader.term())
                .iterator()
                .next());
    }

    private Set<String> journal(String query) {
        return database.texts(query);
    }

    /** What other processes write nobody tells us: it has to be looked at. */
    private static void awaitTrue(String what, BooleanSupplier condition) {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - giveUp)
                    .as("time left until %s", what)
                    .isNegative();
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, 50, TimeUnit.MILLISECONDS)
                    .join();
        }
    }
}
