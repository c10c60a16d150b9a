// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.database.DatabaseUri;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Replicas as a user starts them, each with {@code --json}, and what they say together. */
public final class Replicas implements AutoCloseable {
    /** What each campaigns for. */
    static final List<String> COMPONENTS = List.of("discovery", "engine");
    /** Of all: what the command takes if nothing is said. */
    public static final Duration LEASE = Duration.ofSeconds(3);

    private final History history = new History();
    private final Map<String, JarProcess> processes = new LinkedHashMap<>();

    /** Starts one on this database, for all components. */
    void start(String node, String uri) {
        start(node, uri, COMPONENTS);
    }

    /** Starts one on this database, for these components, with other options of the command behind. */
    public void start(String node, String uri, List<String> components, String... options) {
        List<String> arguments = new ArrayList<>(List.of("replica", "--node=" + node, "--json"));
        components.forEach(component -> arguments.add("--component=" + component));
        arguments.addAll(List.of(options));
        processes.put(
                node,
                JarProcess.start(
                        Map.of(DatabaseUri.VARIABLE, uri),
                        List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
                        line -> history.add(ReplicaEvent.from(new JsonObject(line))),
                        arguments.toArray(String[]::new)));
    }

    List<String> nodes() {
        return List.copyOf(processes.keySet());
    }

    public JarProcess process(String node) {
        return processes.get(node);
    }

    History history() {
        return history;
    }

    public ReplicaEvent leader(String component) {
        return history.leader(component).orElseThrow();
    }

    /** The terms this replica holds. */
    List<ReplicaEvent> ledBy(String node) {
        return COMPONENTS.stream()
                .map(this::leader)
                .filter(leader -> leader.node().equals(node))
                .toList();
    }

    /** kill -9, noticed. */
    public void kill(String node) {
        process(node).kill();
        process(node).exitCode(Duration.ofSeconds(10));
        history.add(ReplicaEvent.death(node, System.nanoTime()));
    }

    public void await(String what, Duration patience, Predicate<History> condition) {
        assertThat(history.await(patience, condition))
                .as("%s within %s; so far: %s, %s", what, patience, history.events(), processes)
                .isTrue();
    }

    void awaitLeaders(Duration patience) {
        await(
                "each component has a leader",
                patience,
                seen -> COMPONENTS.stream()
                        .allMatch(component -> seen.leader(component).isPresent()));
    }

    /** Waits until each component has a leader of a later term than before; components in the order of the terms. */
    void awaitLeadersAfter(List<ReplicaEvent> before, Duration patience) {
        for (ReplicaEvent old : before) {
            await(
                    "component '" + old.component() + "' has a leader after term " + old.term(),
                    patience,
                    seen -> seen.leader(old.component())
                            .filter(leader -> leader.termNumber() > old.termNumber())
                            .isPresent());
        }
    }

    /** SIGTERM to all, which end with 0. */
    public void terminateAll() {
        processes.values().forEach(JarProcess::terminate);
        processes.values().stream()
                .filter(process -> process.exitCode(Duration.ofSeconds(10)) != Signals.KILLED)
                .forEach(process -> assertThat(process.exitCode(Duration.ZERO)).isZero());
    }

    public void assertNoOverlap() {
        assertThat(TermSpan.pairsThatOverlap(history.spans()))
                .as("pairs of terms valid at the same time in %s", history.spans())
                .isZero();
    }

    @Override
    public void close() {
        processes.values().forEach(JarProcess::close);
    }
}
