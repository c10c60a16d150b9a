// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import io.vertx.core.json.JsonObject;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** JSON, a line each, at once and in one piece. Any thread. */
public final class JsonLines {
    private final PrintStream out;

    /** To this stream, in UTF-8. */
    public JsonLines(PrintStream out) {
        this.out = out;
    }

    /** Prints one line, and flushes. */
    public void print(JsonObject line) {
        byte[] bytes = (line.encode() + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            out.write(bytes, 0, bytes.length);
            out.flush();
        }
    }
}
