// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;

/** All times of a run that are spreads over rounds, as one table. */
final class LatencyTable {
    private final Markdown page;
    private final Figures figures;

    private LatencyTable(Markdown page, Figures figures) {
        this.page = page;
        this.figures = figures;
    }

    static void write(Markdown page, Figures figures) {
        page.heading("Times, in milliseconds")
                .columns("llr", "what", "contender", "rounds", "unfinished", "p50", "p95", "p99", "max");
        LatencyTable table = new LatencyTable(page, figures);
        table.below("floor: round trip", "floor", "roundTrip");
        table.below("floor: a commit", "floor", "commit");
        table.below("floor: a notice", "floor", "notice");
        table.below("floor: forcing a file to the disk", "floor", "fsync");
        table.below("floor: a release, a NOTIFY and an acquire", "floor", "handover");
        table.below("the same, the NOTIFY in the release", "floor", "handoverInTwo");
        table.rows("first election", "first-election", "");
        table.rows("clean handover", "clean-handover", "");
        table.rows("the same, while the machine kept its pace", "clean-handover", "usualPace");
        table.below("a release, a NOTIFY and an acquire alone, in turn with it", "clean-handover", "statements");
        table.below("the same, the NOTIFY in the release", "clean-handover", "statementsInTwo");
        table.rows("processor time of a turn of an event loop", "event-loop", "");
        table.rows("the same, while the machine kept its pace", "event-loop", "usualPace");
        table.rows("takeover after kill -9", "takeover", "afterKill");
        table.rows("the same, from the last heartbeat", "takeover", "afterHeartbeat");
        table.rows("takeover after SIGSTOP", "takeover", "afterStop");
        table.rows("belief after SIGCONT", "takeover", "belief");
        table.rows("takeover after a cut link", "takeover", "afterCut");
        table.rows("two leaders behind a cut link", "takeover", "overlap");
    }

    private void rows(String title, String scenario, String part) {
        for (Peer peer : Peer.values()) {
            figures.latencies(scenario, part, peer)
                    .ifPresent(each -> row(title + lease(scenario, peer), peer.title(), each));
        }
    }

    /** What lies below all elections is nobody's, though it is measured beside ours. */
    private void below(String title, String scenario, String part) {
        figures.latencies(scenario, part, Peer.ELECTOR).ifPresent(each -> row(title, "statements alone", each));
    }

    private void row(String title, String whose, JsonObject rounds) {
        page.row(
                title,
                whose,
                String.valueOf(rounds.getInteger("rounds")),
                String.valueOf(rounds.getInteger("unfinished")),
                Figures.text(rounds.getDouble("p50")),
                quantile(rounds, "p95", 20),
                quantile(rounds, "p99", 100),
                Figures.text(rounds.getDouble("max")));
    }

    /** Of fewer rounds it is the longest. */
    private static String quantile(JsonObject rounds, String quantile, int needed) {
        return rounds.getInteger("rounds") < needed ? "–" : Figures.text(rounds.getDouble(quantile));
    }

    /** Takeovers are told with their lease, as not all have the same. */
    private String lease(String scenario, Peer peer) {
        return scenario.equals("takeover")
                ? ", lease "
                        + figures.of(scenario, peer)
                                .map(each -> each.getLong("leaseMillis"))
                                .orElse(0L)
                        + " ms"
                : "";
    }
}
