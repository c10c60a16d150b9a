// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One scenario's times by contender: a bar over the middle half, a line from the least to the longest; logarithmic. */
final class SpreadChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 150;
    private static final int RIGHT = 110;
    private static final int ROW = 30;

    private SpreadChart() {}

    /** Empty if nobody was measured. */
    static String of(String title, Figures figures, String scenario, String part) {
        Map<Peer, JsonObject> measured = new EnumMap<>(Peer.class);
        for (Peer peer : Peer.values()) {
            figures.latencies(scenario, part, peer).ifPresent(each -> measured.put(peer, each));
        }
        return measured.isEmpty() ? "" : draw(title, measured);
    }

    /** The same of what is measured beside ours and is no election. */
    static String below(String title, Figures figures, String scenario, String part) {
        Map<Peer, JsonObject> measured = new EnumMap<>(Peer.class);
        figures.latencies(scenario, part, Peer.ELECTOR).ifPresent(each -> measured.put(Peer.FLOOR, each));
        return measured.isEmpty() ? "" : draw(title, measured);
    }

    private static String draw(String title, Map<Peer, JsonObject> measured) {
        List<Double> values = new ArrayList<>();
        measured.values().forEach(each -> {
            values.add(each.getDouble("min"));
            values.add(each.getDouble("max"));
        });
        Scale scale = Scale.over(values, LEFT, WIDTH - RIGHT);
        int height = ROW * measured.size() + 40;
        Svg svg = new Svg(WIDTH, height, title);
        for (double tick : scale.ticks()) {
            svg.line(scale.at(tick), 10, scale.at(tick), height - 24, "grid")
                    .text(scale.at(tick), height - 8, "middle", Figures.text(tick) + " ms");
        }
        double y = 12;
        for (Map.Entry<Peer, JsonObject> each : measured.entrySet()) {
            JsonObject spread = each.getValue();
            double middle = y + ROW / 2.0 - 4;
            double median = spread.getDouble("p50");
            double lower = scale.at(spread.getDouble("p25", median));
            double upper = scale.at(spread.getDouble("p75", median));
            svg.text(LEFT - 8, middle + 5, "end", each.getKey().title())
                    .bar(lower, y, Math.max(1, upper - lower), ROW - 10, each.getKey())
                    .line(
                            scale.at(spread.getDouble("min")),
                            middle,
                            scale.at(spread.getDouble("max")),
                            middle,
                            "spread")
                    .line(scale.at(median), middle - 6, scale.at(median), middle + 6, "spread")
                    .text(
                            WIDTH - RIGHT + 8,
                            middle + 5,
                            "start",
                            Figures.text(median) + " / " + Figures.text(spread.getDouble("max")));
            y += ROW;
        }
        return svg.toString();
    }
}
