// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import java.util.Locale;

/** A drawing being made, as text. */
final class Svg {
    private final StringBuilder drawing = new StringBuilder();

    Svg(int width, int height, String title) {
        add(
                "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" aria-label=\"%s\">",
                width, height, width, height, escaped(title));
    }

    Svg bar(double x, double y, double width, double height, Peer peer) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                peer.key(), x, y, width, height);
    }

    Svg line(double x1, double y1, double x2, double y2, String kind) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", kind, x1, y1, x2, y2);
    }

    Svg dot(double x, double y, Peer peer, String told) {
        return add(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>",
                peer.key(), x, y, escaped(told));
    }

    /** {@code anchor} is start, middle or end. */
    Svg text(double x, double y, String anchor, String text) {
        return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escaped(text));
    }

    @Override
    public String toString() {
        return drawing + "</svg>";
    }

    private Svg add(String form, Object... values) {
        drawing.append(String.format(Locale.ROOT, form, values));
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
