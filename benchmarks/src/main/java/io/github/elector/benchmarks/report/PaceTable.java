// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** How evenly the machine ran while each scenario was measured. */
final class PaceTable {
    private PaceTable() {}

    static void write(Markdown page, JsonObject scenarios) {
        page.heading("How evenly the machine ran")
                .line(
                        "The processor time of the same small work, done each 2 ms, in milliseconds. Slow is when it takes more than"
                                + " three times what it usually does: then whatever runs does, also what is measured as processor time.")
                .line("")
                .columns(
                        "lr",
                        "scenario",
                        "slow, % of the time",
                        "stretches",
                        "longest, ms",
                        "p50",
                        "p99",
                        "p99.9",
                        "max");
        scenarios.forEach(scenario -> {
            JsonObject pace = ((JsonObject) scenario.getValue()).getJsonObject("pace");
            if (pace != null) {
                row(page, scenario.getKey(), pace);
            }
        });
    }

    private static void row(Markdown page, String scenario, JsonObject pace) {
        JsonObject work = pace.getJsonObject("work");
        page.row(
                scenario,
                String.format(Locale.ROOT, "%.1f", 100 * pace.getDouble("slowShare")),
                String.valueOf(pace.getInteger("slowStretches")),
                String.valueOf(pace.getLong("longestStretchMillis")),
                Figures.text(work.getDouble("p50")),
                Figures.text(work.getDouble("p99")),
                Figures.text(work.getDouble("p99.9")),
                Figures.text(work.getDouble("max")));
    }
}
