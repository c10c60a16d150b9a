// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.github.elector.examples.cli.Percentiles;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What was measured, in milliseconds.
 *
 * @param instances how many there were at the first list
 * @param takenOver how many at a takeover
 * @param lists from the beginning of a term to the commit of its first list
 * @param registrations from the answer to a registration to the SELECT that found it
 * @param takeovers from the end of a term to the commit of the first list of the next
 */
record SpeedFigures(int instances, int takenOver, Percentiles lists, Percentiles registrations, Percentiles takeovers) {
    private static final int LISTED_AIM = 5_000;
    private static final int VISIBLE_AIM = 250;
    private static final int TAKEN_OVER_AIM = 2_000;

    JsonObject toJson() {
        return new JsonObject()
                .put("instances", instances)
                .put("takenOver", takenOver)
                .put("firstList", lists.toJson("rounds").put("aimMax", LISTED_AIM))
                .put("visible", registrations.toJson("rounds").put("aimP99", VISIBLE_AIM))
                .put("takeover", takeovers.toJson("rounds").put("aimMax", TAKEN_OVER_AIM));
    }

    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT, "%-36s %6s %9s %9s %9s   %s", "milliseconds", "rounds", "p50", "p99", "max", "aim"));
        lines.add(line("first list of " + instances, lists, "max ≤ " + LISTED_AIM));
        lines.add(line("registration to its row", registrations, "p99 ≤ " + VISIBLE_AIM));
        lines.add(line("takeover to the list of " + takenOver, takeovers, "max ≤ " + TAKEN_OVER_AIM));
        return lines;
    }

    private static String line(String what, Percentiles millis, String aim) {
        return String.format(
                Locale.ROOT,
                "%-36s %6d %9.1f %9.1f %9.1f   %s",
                what,
                millis.rounds(),
                millis.p50(),
                millis.p99(),
                millis.max(),
                aim);
    }
}
