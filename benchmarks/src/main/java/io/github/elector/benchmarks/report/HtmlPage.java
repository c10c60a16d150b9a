// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A report as one page with charts, which loads nothing from anywhere. */
final class HtmlPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Elections side by side</title><style>
            :root { color-scheme: light dark; --grid: #8884; }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 1120px; margin: 2rem auto; padding: 0 1rem; }
            h1, h2, h3 { line-height: 1.2; } svg { max-width: 100%; height: auto; }
            svg text { font-size: 12px; fill: currentColor; } .grid { stroke: var(--grid); }
            .spread { stroke: currentColor; stroke-width: 1.5; } .growth { stroke-width: 2; fill: none; }
            .elector { fill: #0a7d5a; stroke: #0a7d5a; } .shedlock { fill: #c2571a; stroke: #c2571a; }
            .spring { fill: #5b7f1f; stroke: #5b7f1f; } .curator { fill: #3b63b8; stroke: #3b63b8; } .floor { fill: #888; stroke: #888; }
            table { border-collapse: collapse; } td, th { border: 1px solid var(--grid); padding: .2rem .6rem; text-align: left; }
            .charts { display: flex; flex-wrap: wrap; gap: 1rem; } .key span { margin-right: 1.2rem; }
            .busy { border: 2px solid #c2571a; padding: .5rem 1rem; } pre { white-space: pre-wrap; }
            </style></head><body>
            <h1>Elections side by side</h1>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final JsonObject report;
    private final Figures figures;

    private HtmlPage(JsonObject report) {
        this.report = report;
        this.figures = new Figures(report.getJsonObject("scenarios"));
    }

    static String of(JsonObject report) {
        HtmlPage page = new HtmlPage(report);
        page.verdicts();
        page.times();
        page.growth();
        page.rest();
        return page.page.append("</body></html>\n").toString();
    }

    private void verdicts() {
        if (report.getBoolean("busy")) {
            page.append(
                    "<p class=\"busy\">The machine was busy when this began: these figures are not for publication.</p>");
        }
        page.append("<p>Less is better everywhere. Axes are logarithmic.</p><p class=\"key\">");
        for (Peer peer : Peer.values()) {
            page.append("<span><svg width=\"12\" height=\"12\"><rect class=\"")
                    .append(peer.key())
                    .append("\" width=\"12\" height=\"12\"/></svg> ")
                    .append(text(peer.title()))
                    .append("</span>");
        }
        page.append(
                "</p><h2>Targets</h2><table><tr><th>target</th><th>limit</th><th>measured (spread)</th><th>floor</th><th></th></tr>");
        for (JsonObject target : MarkdownPage.objects(report.getJsonArray("targets"))) {
            page.append("<tr><td>")
                    .append(text(target.getString("wanted")))
                    .append("</td><td>")
                    .append(Figures.text(target.getDouble("limit")))
                    .append("</td><td>")
                    .append(Spread.text(target, "value"))
                    .append("</td><td>")
                    .append(Spread.text(target, "floor"))
                    .append("</td><td>")
                    .append(text(target.getString("verdict")))
                    .append("</td></tr>");
        }
        page.append("</table><h2>Where others are better</h2><ul>");
        report.getJsonArray("betterPeers")
                .forEach(sentence ->
                        page.append("<li>").append(text(sentence.toString())).append("</li>"));
        page.append(report.getJsonArray("betterPeers").isEmpty() ? "<li>Nowhere in this run.</li></ul>" : "</ul>");
    }

    private void times() {
        page.append(
                "<h2>Times</h2><p>A bar is the middle half of the rounds, its mark the median; the line goes from the shortest to"
                        + " the longest. At the right: median / longest in milliseconds.</p>");
        chart("First election", "first-election", "");
        chart("Clean handover", "clean-handover", "");
        chart(
                "A release, a NOTIFY and an acquire alone",
                title -> SpreadChart.below(title, figures, "clean-handover", "statements"));
        chart(
                "The same, the NOTIFY in the release",
                title -> SpreadChart.below(title, figures, "clean-handover", "statementsInTwo"));
        chart("Takeover after kill -9, from the last heartbeat (leases: see below)", "takeover", "afterHeartbeat");
        chart("Takeover after kill -9, from the kill", "takeover", "afterKill");
        chart("Takeover after a cut link, from the cut", "takeover", "afterCut");
        chart("Belief of the old leader after SIGSTOP and SIGCONT", "takeover", "belief");
        chart("Two leaders at a time behind a cut link", "takeover", "overlap");
    }

    private void chart(String title, String scenario, String part) {
        chart(title, named -> SpreadChart.of(named, figures, scenario, part));
    }

    private void chart(String title, UnaryOperator<String> drawn) {
        String chart = drawn.apply(title);
        if (!chart.isEmpty()) {
            page.append("<h3>").append(text(title)).append("</h3>").append(chart);
        }
    }

    private void growth() {
        page.append("<h2>One process that leads many components</h2><div class=\"charts\">");
        components("Requests to the server", "per second", "askedPerSecond");
        components("Processor time of the whole process", "ms per second", "cpuMillisPerSecond");
        components("Processor time of the client's threads", "ms per second", "clientMillisPerSecond");
        figure("Heap after a collection", "MiB", "components", figures.components(), figures::manyHeapMib);
        components("Threads", "threads", "threads");
        figure(
                "Time until all are elected",
                "ms",
                "components",
                figures.components(),
                (peer, size) -> Spread.middle(figures.election(peer, size)));
        figure(
                "Time until all are elected again in the same process",
                "ms",
                "components",
                figures.components(),
                (peer, size) -> Spread.middle(figures.electionAgain(peer, size)));
        page.append("</div><h2>Many replicas that want to lead one component</h2><div class=\"charts\">");
        replicas("Requests to the server at rest, by all", "per second", "askedPerSecond");
        replicas("Requests in the busiest second of a takeover", "requests", "busiestSecond");
        figure(
                "Takeover after kill -9, from the kill",
                "ms",
                "replicas",
                figures.replicas(),
                figures::replicasTakeover);
        page.append("</div>");
    }

    private void components(String title, String unit, String cost) {
        figure(title, unit, "components", figures.components(), (peer, size) -> figures.manyCost(peer, size, cost));
    }

    private void replicas(String title, String unit, String cost) {
        figure(title, unit, "replicas", figures.replicas(), (peer, size) -> figures.replicasCost(peer, size, cost));
    }

    private void figure(
            String title,
            String unit,
            String along,
            List<Integer> sizes,
            BiFunction<Peer, Integer, OptionalDouble> cost) {
        String chart = GrowthChart.of(title, unit, along, sizes, cost);
        if (!chart.isEmpty()) {
            page.append("<div><h3>")
                    .append(text(title))
                    .append("</h3>")
                    .append(chart)
                    .append("</div>");
        }
    }

    /** Tables, settings and facts, as the Markdown has them. */
    private void rest() {
        page.append("<h2>All figures, settings and facts</h2><pre>")
                .append(text(MarkdownPage.of(report)))
                .append("</pre>");
        page.append(String.format(
                Locale.ROOT, "<script type=\"application/json\" id=\"report\">%s</script>", embedded(report)));
    }

    /** What ends a script must not be in it. */
    private static String embedded(JsonObject json) {
        return json.encode().replace("<", "\\u003c");
    }

    private static String text(String text) {
        return Svg.escaped(text);
    }
}
