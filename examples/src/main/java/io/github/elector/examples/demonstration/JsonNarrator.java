// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.JsonLines;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Tells a demonstration to programs: the lines of its replicas, one for each loss, and a summary at the end. */
final class JsonNarrator implements Narrator {
    private final JsonLines lines;

    JsonNarrator(PrintStream out) {
        this.lines = new JsonLines(out);
    }

    @Override
    public void begin(String database, Duration lease) {
        // What is not an event is not told.
    }

    @Override
    public void console(String url) {
        lines.print(new JsonObject()
                .put("nanos", System.nanoTime())
                .put("event", "console")
                .put("url", url));
    }

    @Override
    public void event(ReplicaEvent event) {
        lines.print(event.toJson());
    }

    @Override
    public void part(String text) {
        // The same.
    }

    @Override
    public void loss(Loss loss, String node, List<String> components) {
        lines.print(new JsonObject()
                .put("nanos", System.nanoTime())
                .put("node", node)
                .put("event", "loss")
                .put("reason", loss.title())
                .put("components", new JsonArray(components)));
    }

    @Override
    public void provider(ProviderStep step) {
        lines.print(step.toJson());
    }

    @Override
    public void end(Verdict verdict) {
        lines.print(verdict.toJson());
    }
}
