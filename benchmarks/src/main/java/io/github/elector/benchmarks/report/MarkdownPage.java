// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A report as Markdown, for {@code benchmarks/results}: what was wanted, the tables of figures, and how they came about. */
final class MarkdownPage {
    private final Markdown page = new Markdown();
    private final JsonObject report;

    private MarkdownPage(JsonObject report) {
        this.report = report;
    }

    static String of(JsonObject report) {
        MarkdownPage page = new MarkdownPage(report);
        Figures figures = new Figures(report.getJsonObject("scenarios"));
        page.facts();
        page.targets();
        page.better();
        LatencyTable.write(page.page, figures);
        ManyComponentsTables.write(page.page, figures);
        ReplicasTable.write(page.page, figures);
        PaceTable.write(page.page, report.getJsonObject("scenarios"));
        page.settings();
        page.scenarios();
        return page.page.toString();
    }

    private void facts() {
        page.line("# Elections side by side").line("");
        if (report.getBoolean("busy")) {
            page.line("**The machine was busy when this began: these figures are not for publication.**")
                    .line("");
        }
        report.getJsonObject("facts").forEach(fact -> page.line("- " + fact.getKey() + ": `" + fact.getValue() + "`"));
    }

    private void targets() {
        page.heading("Targets")
                .line(
                        "The floor is no election: the same writes and deployments by the Vert.x client alone, measured in the same"
                                + " run, with a spread of its own. Where it exceeds a limit, an election on Vert.x and this"
                                + " database would have had to take less than its own writes. In brackets is the spread: of times"
                                + " the lower quartile by the upper of what they are compared with, and the other way round; of processor"
                                + " time the same with the least and the most of any half of the window. What has none was measured once. A limit in between is \"within the spread\".")
                .line("")
                .columns("lrrrl", "target", "limit", "measured", "floor", "");
        for (JsonObject target : objects(report.getJsonArray("targets"))) {
            page.row(
                    target.getString("wanted"),
                    Figures.text(target.getDouble("limit")),
                    Spread.text(target, "value"),
                    Spread.text(target, "floor"),
                    target.getString("verdict"));
        }
    }

    private void better() {
        page.heading("Where others are better");
        JsonArray better = report.getJsonArray("betterPeers");
        better.forEach(sentence -> page.line("- " + sentence));
        if (better.isEmpty()) {
            page.line("Nowhere in this run.");
        }
    }

    private void settings() {
        page.heading("Settings");
        report.getJsonObject("settings").forEach(peer -> {
            page.line("- " + Peer.of(peer.getKey()).title());
            ((JsonObject) peer.getValue()).forEach(one -> page.line("  - " + one.getKey() + ": " + one.getValue()));
        });
    }

    private void scenarios() {
        page.heading("What was measured");
        report.getJsonObject("scenarios").forEach(scenario -> {
            JsonObject each = (JsonObject) scenario.getValue();
            page.line("- " + scenario.getKey() + ": " + each.getString("what"));
            if (each.containsKey("failure")) {
                page.line("  - **it failed: " + Markdown.inOneLine(each.getString("failure")) + "**");
            }
            each.getJsonObject("figures", new JsonObject())
                    .forEach(peer -> failure(peer.getKey(), (JsonObject) peer.getValue()));
        });
    }

    private void failure(String peer, JsonObject figures) {
        if (figures.containsKey("failure")) {
            page.line("  - **" + Peer.of(peer).title() + " failed: " + Markdown.inOneLine(figures.getString("failure"))
                    + "**");
        }
    }

    static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
