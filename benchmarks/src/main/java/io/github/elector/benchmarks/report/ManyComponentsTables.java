// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;

/** What it takes to be elected for many components, and what leading them costs from then on. */
final class ManyComponentsTables {
    private static final String NONE = "–";

    private final Markdown page;
    private final Figures figures;

    private ManyComponentsTables(Markdown page, Figures figures) {
        this.page = page;
        this.figures = figures;
    }

    static void write(Markdown page, Figures figures) {
        ManyComponentsTables tables = new ManyComponentsTables(page, figures);
        page.heading("One process that is elected for many components, in milliseconds: median (least to most)")
                .columns(
                        "rlr",
                        "components",
                        "contender",
                        "all elected",
                        "again in the same process",
                        "rounds",
                        "requests to elect");
        tables.rows(tables::elections);
        page.heading("One process that leads many components, in milliseconds of a processor per second")
                .columns(
                        "rlr",
                        "components",
                        "contender",
                        "requests/s",
                        "whole process (least to most)",
                        "of it compiling",
                        "idle process",
                        "its client (least to most)",
                        "heap MiB",
                        "threads",
                        "led",
                        "lost");
        tables.rows(tables::costs);
        page.heading("The same once its code is compiled")
                .columns(
                        "rlr",
                        "components",
                        "contender",
                        "whole process (least to most)",
                        "of it compiling",
                        "its client (least to most)");
        tables.rows(figures::compiled, tables::compiled);
    }

    private interface Rows {
        void write(String components, Peer peer, JsonObject each);
    }

    private void rows(Rows rows) {
        rows(figures::many, rows);
    }

    private void rows(BiFunction<Peer, Integer, Optional<JsonObject>> measured, Rows rows) {
        for (int size : figures.components()) {
            for (Peer peer : Peer.values()) {
                measured.apply(peer, size)
                        .ifPresent(each -> rows.write(String.format(Locale.ROOT, "%,d", size), peer, each));
            }
        }
    }

    private void elections(String components, Peer peer, JsonObject each) {
        JsonObject taken = each.getJsonObject("electionMillis", new JsonObject());
        page.row(
                components,
                peer.title(),
                elected(each, "electionMillis", "failure"),
                elected(each, "electionAgainMillis", "failureAgain"),
                String.valueOf(taken.getInteger("rounds", 0)),
                each.containsKey("askedToElect") ? String.valueOf(each.getLong("askedToElect")) : NONE);
    }

    private static String elected(JsonObject each, String key, String failure) {
        if (each.containsKey(key)) {
            return spread(each.getJsonObject(key));
        }
        return failed(each, failure).orElse(NONE);
    }

    private void costs(String components, Peer peer, JsonObject each) {
        Optional<String> whyNot = whyNotLed(each);
        if (whyNot.isPresent()) {
            page.row(components, peer.title(), whyNot.get(), "", "", "", "", "", "", "", "");
            return;
        }
        page.row(
                components,
                peer.title(),
                Figures.text(each.getDouble("askedPerSecond")),
                Figures.text(each.getDouble("cpuMillisPerSecond")) + parts(each, "cpuMillisPerSecondByPart"),
                Figures.text(each.getDouble("compilingMillisPerSecond")),
                each.containsKey("idle")
                        ? Figures.text(each.getDouble("idleMillisPerSecond")) + ", " + each.getString("idle")
                        : NONE,
                each.containsKey("clientMillisPerSecond")
                        ? Figures.text(each.getDouble("clientMillisPerSecond"))
                                + parts(each, "clientMillisPerSecondByPart")
                        : NONE,
                Figures.text(each.getLong("heapBytes") / Figures.MIB),
                String.valueOf(each.getInteger("threads")),
                String.valueOf(each.getInteger("led")),
                String.valueOf(each.getInteger("lost")));
    }

    private void compiled(String components, Peer peer, JsonObject each) {
        Optional<String> whyNot = whyNotLed(each);
        if (whyNot.isPresent()) {
            page.row(components, peer.title(), whyNot.get(), "", "");
            return;
        }
        page.row(
                components,
                peer.title(),
                Figures.text(each.getDouble("cpuMillisPerSecond")) + parts(each, "cpuMillisPerSecondByPart"),
                Figures.text(each.getDouble("compilingMillisPerSecond")),
                Figures.text(each.getDouble("clientMillisPerSecond")) + parts(each, "clientMillisPerSecondByPart"));
    }

    /** Who is not elected alone is not asked to lead beside others. */
    private static Optional<String> whyNotLed(JsonObject each) {
        return failed(each, "failure")
                .or(() -> failed(each, "failureLeading"))
                .or(() -> Optional.ofNullable(each.getString("leftOut")));
    }

    private static Optional<String> failed(JsonObject each, String failure) {
        return Optional.ofNullable(each.getString(failure)).map(why -> "failed: " + why);
    }

    private static String spread(JsonObject taken) {
        return Figures.text(taken.getDouble("p50"))
                + (taken.getInteger("rounds") > 1 ? range(taken.getDouble("min"), taken.getDouble("max")) : "");
    }

    private static String parts(JsonObject each, String key) {
        JsonArray parts = each.getJsonArray(key, new JsonArray());
        return parts.isEmpty()
                ? ""
                : range(numbers(parts).min().orElseThrow(), numbers(parts).max().orElseThrow());
    }

    private static DoubleStream numbers(JsonArray parts) {
        return parts.stream().mapToDouble(part -> ((Number) part).doubleValue());
    }

    private static String range(double least, double most) {
        return " (" + Figures.text(least) + " to " + Figures.text(most) + ")";
    }
}
