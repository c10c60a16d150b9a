// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Tells a demonstration to programs: the lines of its replicas, one for each loss, and a summary at the end. */
final class JsonNarrator implements Narrator {
    private final PrintStream out;

    JsonNarrator(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(String database, Duration lease) {
        // What is not an event is not told.
    }

    @Override
    public void event(ReplicaEvent event) {
        print(event.toJson());
    }

    @Override
    public void part(String text) {
        // The same.
    }

    @Override
    public void loss(Loss loss, String node, List<String> components) {
        print(new JsonObject()
                .put("nanos", System.nanoTime())
                .put("node", node)
                .put("event", "loss")
                .put("reason", loss.title())
                .put("components", new JsonArray(components)));
    }

    @Override
    public void end(Verdict verdict) {
        print(verdict.toJson());
    }

    private synchronized void print(JsonObject line) {
        byte[] bytes = (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
