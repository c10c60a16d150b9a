// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;

/** The last fifty things that happened, the latest first. */
final class Happenings {
    private static final int LENGTH = 50;

    private final Deque<JsonObject> latest = new ArrayDeque<>();
    private long number;

    void add(Happening happening) {
        number++;
        latest.addFirst(happening.toJson(number));
        if (latest.size() > LENGTH) {
            latest.removeLast();
        }
    }

    JsonArray toJson() {
        JsonArray json = new JsonArray();
        latest.forEach(json::add);
        return json;
    }
}
