// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a source has left out, and why: each logged with its place, and counted by its kind.
 *
 * <p>A source that looks again each second would say the same each second; so a place is logged again only when the
 * reason is another one. It is counted each time. On one context.
 */
public final class Skips {
    private static final Logger LOG = LoggerFactory.getLogger(Skips.class);
    /** So many places are remembered; after that the oldest may be logged again. */
    private static final int REMEMBERED = 1_000;

    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Something was left out.
     *
     * @param kind what it is counted as, a few words of our own
     * @param place where it is
     * @param reason why; shown in one line
     */
    public void skip(String kind, String place, String reason) {
        counts.merge(kind, 1L, Long::sum);
        if (!reason.equals(told.put(place, reason))) {
            LOG.warn("{} skipped: {}: {}", OneLine.of(place), kind, OneLine.of(reason));
        }
    }

    /** This place is well again, or gone. */
    public void forget(String place) {
        told.remove(place);
    }

    /** How often something of this kind was left out. */
    public long count(String kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** All counts by their kinds. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject();
        counts.forEach(json::put);
        return json;
    }
}
