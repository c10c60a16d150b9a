// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;

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
        table.rows("floor: round trip", "floor", "roundTrip");
        table.rows("floor: a commit", "floor", "commit");
        table.rows("floor: a notice", "floor", "notice");
        table.rows("floor: forcing a file to the disk", "floor", "fsync");
        table.rows("floor: a release, a NOTIFY and an acquire", "floor", "handover");
        table.rows("the same, the NOTIFY in the release", "floor", "handoverInTwo");
        table.rows("first election", "first-election", "");
        table.rows("clean handover", "clean-handover", "");
        table.rows("the same, while the machine kept its pace", "clean-handover", "usualPace");
        table.rows("a release, a NOTIFY and an acquire alone, in turn with it", "clean-handover", "statements");
        table.rows("the same, the NOTIFY in the release", "clean-handover", "statementsInTwo");
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
                    .ifPresent(each -> page.row(
                            title + lease(scenario, peer),
                            peer.title(),
                            String.valueOf(each.getInteger("rounds")),
                            String.valueOf(each.getInteger("unfinished")),
                            Figures.text(each.getDouble("p50")),
                            Figures.text(each.getDouble("p95")),
                            Figures.text(each.getDouble("p99")),
                            Figures.text(each.getDouble("max"))));
        }
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
