// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a run by their places, as its JSON has them.
 *
 * @param scenarios by their keys, each with {@code figures} by contender
 */
record Figures(JsonObject scenarios) {
    static final String P50 = "p50";
    static final double MIB = 1024 * 1024;
    private static final String MANY = "many-components";
    private static final String REPLICAS = "replicas";

    /** Those of one contender in a scenario. */
    Optional<JsonObject> of(String scenario, Peer peer) {
        return Optional.ofNullable(scenarios.getJsonObject(scenario))
                .map(each -> each.getJsonObject("figures"))
                .map(each -> each.getJsonObject(peer.key()));
    }

    /** The latencies of a scenario; {@code part} is empty if it measures one thing. Nothing where none was measured. */
    Optional<JsonObject> latencies(String scenario, String part, Peer peer) {
        Optional<JsonObject> figures = of(scenario, peer);
        return (part.isEmpty() ? figures : figures.map(each -> each.getJsonObject(part)))
                .filter(each -> each.getInteger("rounds", 0) > 0);
    }

    OptionalDouble latency(String scenario, String part, Peer peer, String quantile) {
        return number(latencies(scenario, part, peer), quantile);
    }

    /** The median of rounds, between the quartiles; older reports have none of those. */
    Optional<Spread> median(String scenario, String part, Peer peer) {
        return latencies(scenario, part, peer).map(Figures::median);
    }

    private static Spread median(JsonObject rounds) {
        double middle = rounds.getDouble(P50);
        return new Spread(rounds.getDouble("p25", middle), middle, rounds.getDouble("p75", middle));
    }

    /** What one round in twenty exceeds; nothing of so few that it would be the longest. */
    OptionalDouble p95(String scenario, Peer peer) {
        return number(latencies(scenario, "", peer).filter(rounds -> rounds.getInteger("rounds") >= 20), "p95");
    }

    /** Milliseconds beyond the lease from a dead leader's last heartbeat to the next leader. */
    Optional<Spread> beyondLease(Peer peer) {
        return of("takeover", peer)
                .flatMap(figures -> median("takeover", "afterHeartbeat", peer)
                        .map(taken -> taken.less(figures.getLong("leaseMillis"))));
    }

    /** Whether it did not get to the end of a scenario. */
    boolean failed(String scenario, Peer peer) {
        return of(scenario, peer)
                .filter(figures -> figures.containsKey("failure"))
                .isPresent();
    }

    /** What a process cost that led so many. */
    Optional<JsonObject> many(Peer peer, int components) {
        return sized(measured(MANY, peer, "sizes"), MANY, components);
    }

    /** A cost of leading so many; nothing if it did not lead them all. */
    OptionalDouble manyCost(Peer peer, int components, String cost) {
        return number(many(peer, components).filter(size -> size.getInteger("led", 0) == components), cost);
    }

    /** The same, and what it was in each part of the window; nothing in parts of older reports. */
    Optional<Spread> cost(Peer peer, int components, String cost) {
        return spread(many(peer, components), components, cost);
    }

    /** The same of a process whose code is compiled. */
    Optional<Spread> costOnceCompiled(Peer peer, int components, String cost) {
        return spread(compiled(peer, components), components, cost);
    }

    private static Optional<Spread> spread(Optional<JsonObject> of, int components, String cost) {
        return of.filter(size -> size.getInteger("led", 0) == components && size.containsKey(cost))
                .map(size -> Spread.overTime(
                        size.getDouble(cost),
                        size.getJsonArray(cost + "ByPart", new JsonArray()).stream()
                                .map(part -> ((Number) part).doubleValue())
                                .toList()));
    }

    /** A cost once code is compiled. */
    OptionalDouble compiledCost(Peer peer, int components, String cost) {
        return number(compiled(peer, components).filter(size -> size.getInteger("led", 0) == components), cost);
    }

    /** What a process cost that led so many and whose code is compiled. */
    Optional<JsonObject> compiled(Peer peer, int components) {
        return sized(measured(MANY, peer, "compiled"), MANY, components);
    }

    OptionalDouble manyHeapMib(Peer peer, int components) {
        OptionalDouble bytes = manyCost(peer, components, "heapBytes");
        return bytes.isPresent() ? OptionalDouble.of(bytes.getAsDouble() / MIB) : bytes;
    }

    /** Milliseconds until all were led; nothing if that did not come to pass. */
    Optional<Spread> election(Peer peer, int components) {
        return many(peer, components)
                .map(size -> size.getJsonObject("electionMillis"))
                .map(Figures::median);
    }

    /** The same in a process that has led and given up all of them before. */
    Optional<Spread> electionAgain(Peer peer, int components) {
        return many(peer, components)
                .map(size -> size.getJsonObject("electionAgainMillis"))
                .map(Figures::median);
    }

    /** What so many replicas asked of the server, and what happened there when their leader died. */
    Optional<JsonObject> replicas(Peer peer, int replicas) {
        return sized(measured(REPLICAS, peer, "sizes"), REPLICAS, replicas);
    }

    OptionalDouble replicasCost(Peer peer, int replicas, String cost) {
        return number(replicas(peer, replicas), cost);
    }

    /** Milliseconds from the kill to the next leader. */
    OptionalDouble replicasTakeover(Peer peer, int replicas) {
        return number(
                replicas(peer, replicas)
                        .map(size -> size.getJsonObject("takeover"))
                        .filter(taken -> taken.getInteger("unfinished") == 0),
                P50);
    }

    /** The numbers of components that were measured, the least first. */
    List<Integer> components() {
        return sizes(MANY);
    }

    /** The numbers of replicas that were measured, the least first. */
    List<Integer> replicas() {
        return sizes(REPLICAS);
    }

    private List<Integer> sizes(String scenario) {
        return Arrays.stream(Peer.values())
                .flatMap(peer -> measured(scenario, peer, "sizes").stream())
                .map(size -> number(scenario, size))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<JsonObject> sized(List<JsonObject> sizes, String scenario, int number) {
        return sizes.stream().filter(size -> number(scenario, size) == number).findFirst();
    }

    private static int number(String scenario, JsonObject size) {
        return size.getInteger(scenario.equals(MANY) ? "components" : "replicas");
    }

    private List<JsonObject> measured(String scenario, Peer peer, String key) {
        return of(scenario, peer)
                .map(each -> each.getJsonArray(key))
                .map(sizes -> sizes.stream().map(JsonObject.class::cast).toList())
                .orElse(List.of());
    }

    private static OptionalDouble number(Optional<JsonObject> in, String key) {
        return in.filter(each -> each.containsKey(key))
                .map(each -> OptionalDouble.of(each.getDouble(key)))
                .orElse(OptionalDouble.empty());
    }

    /** For people: three digits that count, and no exponent. */
    static String text(double value) {
        if (value == 0) {
            return "0";
        }
        int digits = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "%,." + Math.min(digits, 6) + "f", value);
    }
}
