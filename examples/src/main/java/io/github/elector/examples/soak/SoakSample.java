// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.examples.cli.Figures;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * What a process used at one moment.
 *
 * @param nanos when
 * @param terms how many had begun by then
 * @param values what can be seen on this machine; the rest is missing
 */
record SoakSample(long nanos, long terms, Map<Gauge, Double> values) {
    JsonObject toJson() {
        JsonObject json =
                new JsonObject().put("event", "sample").put("nanos", nanos).put("terms", terms);
        values.forEach((gauge, value) -> json.put(gauge.name().toLowerCase(Locale.ROOT), Figures.rounded(value)));
        return json;
    }
}
