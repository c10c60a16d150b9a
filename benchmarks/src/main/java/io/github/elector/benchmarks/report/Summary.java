// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** The few rows of a report that the README shows, good and bad. */
final class Summary {
    private static final List<String> SHOWN = List.of(
            "first election, median",
            "clean handover, median",
            "takeover after kill -9 beyond the lease, from the last heartbeat, median",
            "belief in an old leadership after SIGSTOP, longest",
            "two leaders at a time behind a cut link, longest",
            "requests with one component",
            "requests with 10,000 components",
            "processor time with 1,000 components",
            "processor time of the client's threads with 1,000 components",
            "heap with 10,000 components",
            "time until all are elected with 10,000 components",
            "time until all are elected again with 10,000 components");

    private Summary() {}

    /** As a Markdown table; each line ends with a line end. */
    static String of(JsonObject report) {
        List<Metric> metrics = Metric.of(new Figures(report.getJsonObject("scenarios")));
        StringBuilder table = new StringBuilder();
        table.append(line(
                "less is better", Peer.contenders().stream().map(Peer::title).toList()));
        table.append(line("---", Peer.contenders().stream().map(peer -> "---:").toList()));
        for (String title : SHOWN) {
            metrics.stream()
                    .filter(metric -> metric.title().equals(title) && isMeasured(metric))
                    .forEach(metric -> table.append(line(
                            title,
                            Peer.contenders().stream()
                                    .map(peer -> text(metric.of().apply(peer), metric.unit()))
                                    .toList())));
        }
        return table.toString();
    }

    /** Older reports have not all of it. */
    private static boolean isMeasured(Metric metric) {
        return Peer.contenders().stream()
                .anyMatch(peer -> metric.of().apply(peer).isPresent());
    }

    private static String text(OptionalDouble value, String unit) {
        return value.isPresent() ? Figures.text(value.getAsDouble()) + " " + unit : "–";
    }

    private static String line(String title, List<String> cells) {
        return "| " + title + " | " + cells.stream().collect(Collectors.joining(" | ")) + " |\n";
    }
}
