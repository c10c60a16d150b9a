// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Two benchmarks of one run that are worth a ratio.
 *
 * @param subject what is asked about: class and method
 * @param base what it is compared with
 * @param metric of both
 * @param target the ratio that is aimed at, if any
 * @param where parameters the target is for; empty for all
 */
record Comparison(String subject, String base, Metric metric, OptionalDouble target, Map<String, String> where) {
    private static final double HEARTBEAT = 1.3;
    private static final double LOOK = 1.5;

    /** Those that are printed, in this order. */
    static List<Comparison> all() {
        String beat = "SqlHeartbeatBenchmark.";
        String look = "SqlLookBenchmark.";
        String floor = "FloorBenchmark.";
        String fence = "FenceBenchmark.";
        String mutiny = "MutinyBenchmark.";
        return List.of(
                aim(beat + "heartbeat", beat + "plainUpdate", Metric.TIME, HEARTBEAT, Map.of()),
                aim(beat + "heartbeat", beat + "plainUpdate", Metric.BYTES, HEARTBEAT, Map.of()),
                aim(beat + "heartbeat", beat + "sameStatement", Metric.TIME, HEARTBEAT, Map.of()),
                aim(beat + "heartbeat", beat + "sameStatement", Metric.BYTES, HEARTBEAT, Map.of()),
                plain(beat + "heartbeat", beat + "select1", Metric.TIME),
                aim(look + "look", look + "sameRows", Metric.TIME, LOOK, Map.of("components", "10000")),
                plain(look + "look", look + "sameRows", Metric.BYTES),
                plain(look + "look", look + "plainQuery", Metric.TIME),
                plain(look + "look", look + "plainQuery", Metric.BYTES),
                plain("SqlAcquireBenchmark.releaseAndAcquire", "SqlAcquireBenchmark.plainUpdates", Metric.TIME),
                plain("SqlAcquireBenchmark.releaseAndAcquire", "SqlAcquireBenchmark.plainUpdates", Metric.BYTES),
                plain(fence + "fencedWrite", fence + "plainWrite", Metric.TIME),
                plain(fence + "fencedWrite", fence + "plainWrite", Metric.BYTES),
                plain(fence + "fencedTransaction", fence + "plainTransaction", Metric.TIME),
                plain(fence + "fencedTransaction", fence + "plainTransaction", Metric.BYTES),
                plain("NoticeBenchmark.leaderChanged", "NoticeBenchmark.plainPublish", Metric.TIME),
                plain("NoticeBenchmark.leaderChanged", "NoticeBenchmark.plainPublish", Metric.BYTES),
                plain("HeartbeatBenchmark.measuredHeartbeat", "HeartbeatBenchmark.heartbeat", Metric.TIME),
                plain(mutiny + "whileValidByUni", mutiny + "whileValidByFuture", Metric.TIME),
                plain(mutiny + "asWorkByUni", mutiny + "asWorkByFuture", Metric.TIME),
                plain(floor + "select1", floor + "loopback", Metric.TIME),
                plain(floor + "update", floor + "select1", Metric.TIME),
                plain(floor + "update", floor + "fsync", Metric.TIME),
                plain(floor + "handover", floor + "update", Metric.TIME));
    }

    private static Comparison aim(
            String subject, String base, Metric metric, double target, Map<String, String> where) {
        return new Comparison(subject, base, metric, OptionalDouble.of(target), where);
    }

    private static Comparison plain(String subject, String base, Metric metric) {
        return new Comparison(subject, base, metric, OptionalDouble.empty(), Map.of());
    }

    /** What is aimed at with these parameters. */
    OptionalDouble targetFor(Map<String, String> parameters) {
        return parameters.entrySet().containsAll(where.entrySet()) ? target : OptionalDouble.empty();
    }
}
