// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.util.OptionalDouble;

/** What many replicas ask of a server that want to lead one component. */
final class ReplicasTable {
    private ReplicasTable() {}

    static void write(Markdown page, Figures figures) {
        page.heading("Many replicas that want to lead one component")
                .columns(
                        "rlr",
                        "replicas",
                        "contender",
                        "requests/s at rest",
                        "in the busiest second",
                        "takeover, ms",
                        "lease, ms");
        for (int size : figures.replicas()) {
            for (Peer peer : Peer.values()) {
                figures.replicas(peer, size)
                        .ifPresent(each -> row(page, size, peer, each, figures.replicasTakeover(peer, size)));
            }
        }
    }

    private static void row(Markdown page, int size, Peer peer, JsonObject each, OptionalDouble taken) {
        if (each.containsKey("failure")) {
            page.row(String.valueOf(size), peer.title(), "failed: " + each.getString("failure"), "", "", "");
            return;
        }
        page.row(
                String.valueOf(size),
                peer.title(),
                Figures.text(each.getDouble("askedPerSecond")),
                String.valueOf(each.getLong("busiestSecond")),
                taken.isPresent() ? Figures.text(taken.getAsDouble()) : "none",
                String.valueOf(each.getLong("leaseMillis")));
    }
}
