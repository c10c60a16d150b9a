// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.Figures;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How one component got its next leader after a loss.
 *
 * @param loss what happened
 * @param component which component
 * @param from who led it
 * @param to who leads it now
 * @param lostNanos when it happened
 * @param heartbeatNanos the last heartbeat of the leader that was lost, by the database, if that says anything
 * @param electedNanos when the next one was elected
 */
record Takeover(
        Loss loss,
        String component,
        String from,
        String to,
        long lostNanos,
        OptionalLong heartbeatNanos,
        long electedNanos) {
    /** From the loss to the next leader. */
    double millis() {
        return (electedNanos - lostNanos) / 1e6;
    }

    /** From the last heartbeat of the leader that was lost to the next leader. */
    OptionalDouble sinceHeartbeatMillis() {
        return heartbeatNanos.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((electedNanos - heartbeatNanos.getAsLong()) / 1e6);
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("loss", loss.name().toLowerCase(Locale.ROOT))
                .put("component", component)
                .put("from", from)
                .put("to", to)
                .put("takeoverMillis", Figures.rounded(millis()));
        sinceHeartbeatMillis().ifPresent(millis -> json.put("sinceHeartbeatMillis", Figures.rounded(millis)));
        return json;
    }
}
