// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.examples.cli.Figures;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of {@link Many} for people. */
final class ManyTable {
    private ManyTable() {}

    static String of(JsonObject figures) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%,d components, lease %d s, %s",
                figures.getInteger("components"), figures.getLong("leaseMillis") / 1_000, figures.getString("server")));
        lines.add(text(
                "  elected    all within %s of the start, the first after %s, with %d statements",
                Figures.seconds(figures.getDouble("allElectedMillis")),
                Figures.seconds(figures.getDouble("firstElectedMillis")),
                figures.getLong("statementsToElect")));
        for (String member : List.of("leader", "standby")) {
            if (figures.containsKey(member)) {
                lines.add(cost(member, figures.getJsonObject(member)));
            }
        }
        lines.add(text(
                "  written    %d heartbeats, %s",
                figures.getLong("heartbeats"),
                figures.getBoolean("leasesWritten") ? "and leases, which should not be" : "and no lease"));
        if (figures.containsKey("takeover")) {
            JsonObject takeover = figures.getJsonObject("takeover");
            lines.add(text(
                    "  takeover   the first %s after the kill, all within %s of the first, with %d statements",
                    Figures.seconds(takeover.getDouble("firstMillis")),
                    Figures.seconds(takeover.getDouble("fromFirstToLastMillis")),
                    takeover.getLong("statements")));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String cost(String member, JsonObject cost) {
        return text(
                "  %-10s %.2f statements/s, %.2f %% of a core, %.1f MiB heap after GC, %d led, %d terms lost",
                member,
                cost.getDouble("statementsPerSecond"),
                cost.getDouble("cpuPercent"),
                cost.getLong("heapBytes") / 1024.0 / 1024,
                cost.getInteger("led"),
                cost.getInteger("termsLost"));
    }

    private static String text(String form, Object... values) {
        return String.format(Locale.ROOT, form, values);
    }
}
