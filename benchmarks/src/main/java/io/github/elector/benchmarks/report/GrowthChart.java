// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.BiFunction;

/** How a cost grows with a number of components or replicas, by contender; both axes are logarithmic. */
final class GrowthChart {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int LEFT = 70;
    private static final int BOTTOM = HEIGHT - 36;

    private GrowthChart() {}

    private record Point(int size, double cost) {}

    /** Empty if there are no two sizes to draw a line between, or nobody has a cost. */
    static String of(
            String title,
            String unit,
            String along,
            List<Integer> sizes,
            BiFunction<Peer, Integer, OptionalDouble> cost) {
        Map<Peer, List<Point>> lines = new EnumMap<>(Peer.class);
        for (Peer peer : Peer.values()) {
            List<Point> points = new ArrayList<>();
            sizes.forEach(size -> cost.apply(peer, size).ifPresent(value -> points.add(new Point(size, value))));
            lines.put(peer, points);
        }
        boolean empty = sizes.size() < 2 || lines.values().stream().allMatch(List::isEmpty);
        return empty ? "" : draw(title, unit, along, sizes, lines);
    }

    private static String draw(
            String title, String unit, String along, List<Integer> sizes, Map<Peer, List<Point>> lines) {
        List<Double> costs =
                lines.values().stream().flatMap(List::stream).map(Point::cost).toList();
        Scale x = Scale.over(sizes.stream().map(Integer::doubleValue).toList(), LEFT, WIDTH - 20);
        Scale y = Scale.over(costs, BOTTOM, 30);
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), WIDTH - 20, y.at(tick), "grid")
                    .text(LEFT - 6, y.at(tick) + 4, "end", Figures.text(tick));
        }
        for (int size : sizes) {
            svg.text(x.at(size), BOTTOM + 16, "middle", Integer.toString(size));
        }
        svg.text(WIDTH / 2.0, HEIGHT - 4, "middle", along).text(4, 12, "start", unit);
        // Ours last, so that nobody's line hides it.
        List<Peer> peers = new ArrayList<>(lines.keySet());
        Collections.reverse(peers);
        for (Peer peer : peers) {
            List<Point> points = lines.getOrDefault(peer, List.of());
            for (int i = 0; i < points.size(); i++) {
                Point point = points.get(i);
                if (i > 0) {
                    Point before = points.get(i - 1);
                    svg.line(
                            x.at(before.size),
                            y.at(before.cost),
                            x.at(point.size),
                            y.at(point.cost),
                            "growth " + peer.key());
                }
                svg.dot(
                        x.at(point.size),
                        y.at(point.cost),
                        peer,
                        peer.title() + ", " + point.size + " " + along + ": " + Figures.text(point.cost) + " " + unit);
            }
        }
        return svg.toString();
    }
}
