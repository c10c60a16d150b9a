// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A report as Markdown, for {@code benchmarks/results}. */
final class MarkdownPage {
    private final StringBuilder page = new StringBuilder();
    private final JsonObject report;
    private final Figures figures;

    private MarkdownPage(JsonObject report) {
        this.report = report;
        this.figures = new Figures(report.getJsonObject("scenarios"));
    }

    static String of(JsonObject report) {
        MarkdownPage page = new MarkdownPage(report);
        page.line("# Elections side by side");
        page.facts();
        page.targets();
        page.better();
        page.latencies();
        page.many();
        page.replicas();
        page.settings();
        page.scenarios();
        return page.page.toString();
    }

    private void facts() {
        line("");
        if (report.getBoolean("busy")) {
            line("**The machine was busy when this began: these figures are not for publication.**");
            line("");
        }
        report.getJsonObject("facts").forEach(fact -> line("- " + fact.getKey() + ": `" + fact.getValue() + "`"));
    }

    private void targets() {
        heading("Targets");
        row("target", "limit", "measured", "");
        row("---", "---:", "---:", "---");
        for (JsonObject target : objects(report.getJsonArray("targets"))) {
            row(
                    target.getString("wanted"),
                    Figures.text(target.getDouble("limit")),
                    target.containsKey("value") ? Figures.text(target.getDouble("value")) : "–",
                    target.getString("verdict"));
        }
    }

    private void better() {
        heading("Where others are better");
        JsonArray better = report.getJsonArray("betterPeers");
        better.forEach(sentence -> line("- " + sentence));
        if (better.isEmpty()) {
            line("Nowhere in this run.");
        }
    }

    private void latencies() {
        heading("Times, in milliseconds");
        row("what", "contender", "rounds", "unfinished", "p50", "p95", "p99", "max");
        row("---", "---", "---:", "---:", "---:", "---:", "---:", "---:");
        latency("floor: round trip", "floor", "roundTrip");
        latency("floor: a commit", "floor", "commit");
        latency("floor: a notice", "floor", "notice");
        latency("floor: forcing a file to the disk", "floor", "fsync");
        latency("floor: a handover", "floor", "handover");
        latency("first election", "first-election", "");
        latency("clean handover", "clean-handover", "");
        latency("clean handover: the floor in turn with it", "clean-handover", "floor");
        latency("processor time of a turn of an event loop", "event-loop", "");
        latency("takeover after kill -9", "takeover", "afterKill");
        latency("the same, from the last heartbeat", "takeover", "afterHeartbeat");
        latency("takeover after SIGSTOP", "takeover", "afterStop");
        latency("belief after SIGCONT", "takeover", "belief");
        latency("takeover after a cut link", "takeover", "afterCut");
        latency("two leaders behind a cut link", "takeover", "overlap");
    }

    private void latency(String title, String scenario, String part) {
        for (Peer peer : Peer.values()) {
            figures.latencies(scenario, part, peer)
                    .ifPresent(each -> row(
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

    private void many() {
        heading("One process that leads many components");
        row(
                "components",
                "contender",
                "all elected, ms: median (least to most)",
                "rounds",
                "requests to elect",
                "requests/s",
                "processor ms/s",
                "of it compiling",
                "heap MiB",
                "threads",
                "led",
                "lost");
        row("---:", "---", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:", "---:");
        for (int size : figures.components()) {
            for (Peer peer : Peer.values()) {
                figures.many(peer, size).ifPresent(each -> manyRow(size, peer, each));
            }
        }
    }

    private void manyRow(int size, Peer peer, JsonObject each) {
        String components = String.format(Locale.ROOT, "%,d", size);
        JsonObject taken = each.getJsonObject("electionMillis");
        String elected = taken == null
                ? "–"
                : Figures.text(taken.getDouble("p50")) + " (" + Figures.text(taken.getDouble("min")) + " to "
                        + Figures.text(taken.getDouble("max")) + ")";
        String rounds = taken == null ? "0" : String.valueOf(taken.getInteger("rounds"));
        if (each.containsKey("failure")) {
            row(
                    components,
                    peer.title(),
                    elected,
                    rounds,
                    "failed: " + each.getString("failure"),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "");
            return;
        }
        row(
                components,
                peer.title(),
                elected,
                rounds,
                String.valueOf(each.getLong("askedToElect")),
                Figures.text(each.getDouble("askedPerSecond")),
                Figures.text(each.getDouble("cpuMillisPerSecond")),
                Figures.text(each.getDouble("compilingMillisPerSecond")),
                Figures.text(each.getLong("heapBytes") / Figures.MIB),
                String.valueOf(each.getInteger("threads")),
                String.valueOf(each.getInteger("led")),
                String.valueOf(each.getInteger("lost")));
    }

    private void replicas() {
        heading("Many replicas that want to lead one component");
        row("replicas", "contender", "requests/s at rest", "in the busiest second", "takeover, ms", "lease, ms");
        row("---:", "---", "---:", "---:", "---:", "---:");
        for (int size : figures.replicas()) {
            for (Peer peer : Peer.values()) {
                figures.replicas(peer, size).ifPresent(each -> replicasRow(size, peer, each));
            }
        }
    }

    private void replicasRow(int size, Peer peer, JsonObject each) {
        if (each.containsKey("failure")) {
            row(String.valueOf(size), peer.title(), "failed: " + each.getString("failure"), "", "", "");
            return;
        }
        OptionalDouble taken = figures.replicasTakeover(peer, size);
        row(
                String.valueOf(size),
                peer.title(),
                Figures.text(each.getDouble("askedPerSecond")),
                String.valueOf(each.getLong("busiestSecond")),
                taken.isPresent() ? Figures.text(taken.getAsDouble()) : "none",
                String.valueOf(each.getLong("leaseMillis")));
    }

    private void settings() {
        heading("Settings");
        report.getJsonObject("settings").forEach(peer -> {
            line("- " + Peer.named(peer.getKey()).title());
            ((JsonObject) peer.getValue()).forEach(one -> line("  - " + one.getKey() + ": " + one.getValue()));
        });
    }

    private void scenarios() {
        heading("What was measured");
        report.getJsonObject("scenarios").forEach(scenario -> {
            JsonObject each = (JsonObject) scenario.getValue();
            line("- " + scenario.getKey() + ": " + each.getString("what"));
            if (each.containsKey("failure")) {
                line("  - **it failed: " + each.getString("failure") + "**");
            }
            each.getJsonObject("figures", new JsonObject())
                    .forEach(peer -> failure(peer.getKey(), (JsonObject) peer.getValue()));
        });
    }

    private void failure(String peer, JsonObject figures) {
        if (figures.containsKey("failure")) {
            line("  - **" + Peer.named(peer).title() + " failed: " + figures.getString("failure") + "**");
        }
    }

    private void heading(String title) {
        line("");
        line("## " + title);
        line("");
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", Arrays.asList(cells)) + " |");
    }

    private void line(String line) {
        page.append(line).append('\n');
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
