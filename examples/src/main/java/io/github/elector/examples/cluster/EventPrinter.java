// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints what happens to a replica, a line each, at once: JSON for programs, or text for people. Any thread. */
public final class EventPrinter {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final PrintStream out;
    private final boolean json;

    /** To this stream, in UTF-8. */
    public EventPrinter(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    synchronized void print(ReplicaEvent event) {
        String line = json
                ? event.toJson().encode()
                : String.format(
                        Locale.ROOT,
                        "%s  %-10s %-12s %s",
                        TIME.format(LocalTime.now(ZoneId.systemDefault())),
                        event.node(),
                        event.component(),
                        event.text());
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }
}
