// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Figures as a run has them, made up for tests. */
final class SampleReport {
    private SampleReport() {}

    static JsonObject scenarios() {
        return new JsonObject()
                .put("floor", figures("elector", new JsonObject().put("handover", latency(100, 2))))
                .put(
                        "clean-handover",
                        figures("elector", latency(20, 5))
                                .put("pace", pace())
                                .put(
                                        "figures",
                                        new JsonObject()
                                                .put(
                                                        "elector",
                                                        latency(20, 5)
                                                                .put("statements", latency(20, 2))
                                                                .put("statementsInTwo", latency(20, 1.25))
                                                                .put("usualPace", latency(19, 4)))
                                                .put("floor", latency(20, 3))
                                                .put("curator", latency(20, 4))
                                                .put("shedlock", latency(5, 2_500))))
                .put(
                        "takeover",
                        figures(
                                "elector",
                                new JsonObject()
                                        .put("leaseMillis", 6_000)
                                        .put("afterKill", latency(4, 5_000))
                                        .put("afterHeartbeat", latency(4, 6_100))
                                        .put("belief", latency(3, 0))
                                        .put("overlap", latency(3, 0))))
                .put(
                        "replicas",
                        figures(
                                "elector",
                                new JsonObject()
                                        .put(
                                                "sizes",
                                                new JsonArray().add(replicas(2)).add(replicas(50)))))
                .put(
                        "many-components",
                        new JsonObject()
                                .put("what", "many <components>")
                                .put(
                                        "figures",
                                        new JsonObject()
                                                .put(
                                                        "elector",
                                                        sizes(many(1, 0.1, 1), many(1_000, 0.1, 2))
                                                                .put("compiled", compiled(1)))
                                                .put(
                                                        "spring",
                                                        sizes(many(1, 0.1, 1), many(1_000, 300, 80))
                                                                .put("compiled", compiled(41)))
                                                .put(
                                                        "shedlock",
                                                        sizes(many(1, 0.1, 1), many(1_000, 70, 30))
                                                                .put("compiled", compiled(20.5)))));
    }

    private static JsonObject pace() {
        return new JsonObject()
                .put("work", latency(1_000, 0.05).put("p99.9", 0.5))
                .put("slowShare", 0.0456)
                .put("slowStretches", 7)
                .put("longestStretchMillis", 380);
    }

    static JsonObject report() {
        JsonObject report = new JsonObject()
                .put(
                        "facts",
                        new JsonObject()
                                .put("command", "java -jar benchmarks.jar report")
                                .put("commit", "0123"))
                .put("busy", true)
                .put("settings", new JsonObject().put("shedlock", new JsonObject().put("lockAtMostFor", "30000 ms")))
                .put("scenarios", scenarios());
        Figures figures = new Figures(scenarios());
        JsonArray targets = new JsonArray();
        Target.of(figures).forEach(target -> targets.add(target.toJson()));
        return report.put("targets", targets).put("betterPeers", new JsonArray(Metric.betterPeers(Metric.of(figures))));
    }

    static JsonObject figures(String peer, JsonObject figures) {
        return new JsonObject().put("what", "sample").put("figures", new JsonObject().put(peer, figures));
    }

    static JsonObject latency(int rounds, double p50) {
        return new JsonObject()
                .put("rounds", rounds)
                .put("unfinished", 0)
                .put("min", p50 / 2)
                .put("p25", p50 * 0.8)
                .put("p50", p50)
                .put("p75", p50 * 1.2)
                .put("p95", p50 * 2)
                .put("p99", p50 * 2)
                .put("max", p50 * 3);
    }

    static JsonObject sizes(JsonObject... sizes) {
        JsonArray array = new JsonArray();
        for (JsonObject size : sizes) {
            array.add(size);
        }
        return new JsonObject().put("sizes", array);
    }

    private static JsonArray compiled(double cpu) {
        return new JsonArray().add(many(1_000, 0.1, cpu));
    }

    private static JsonObject replicas(int replicas) {
        return new JsonObject()
                .put("replicas", replicas)
                .put("leaseMillis", 30_000)
                .put("askedPerSecond", replicas / 10.0)
                .put("busiestSecond", replicas * 2)
                .put("takeover", latency(1, 25_000));
    }

    static JsonObject many(int components, double askedPerSecond, double cpu) {
        return new JsonObject()
                .put("components", components)
                .put("led", components)
                .put("lost", 0)
                .put("askedToElect", 10)
                .put("askedPerSecond", askedPerSecond)
                .put("cpuMillisPerSecond", cpu)
                .put("compilingMillisPerSecond", cpu / 4)
                .put("idle", "JVM")
                .put("idleMillisPerSecond", 0.5)
                .put("clientMillisPerSecond", cpu - 0.5)
                .put("cpuMillisPerSecondByPart", new JsonArray().add(cpu / 2).add(cpu * 1.5))
                .put(
                        "clientMillisPerSecondByPart",
                        new JsonArray().add(cpu / 2 - 0.5).add(cpu * 1.5 - 0.5))
                .put("heapBytes", 20_000_000)
                .put("threads", 20)
                .put("electionMillis", latency(2, 100))
                .put("electionAgainMillis", latency(2, 60));
    }
}
