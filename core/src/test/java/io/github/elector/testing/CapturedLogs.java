// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged through {@code java.util.logging}, stack traces included, while it is open. */
public final class CapturedLogs implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, Promise<String>> awaited = new HashMap<>();
    private final Handler handler = new Recorder();

    /** From now on. */
    public CapturedLogs() {
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
    }

    /** The first line that has this in it, past or to come; on the thread that logs it. */
    public synchronized Future<String> first(String part) {
        Optional<String> known =
                lines.stream().filter(line -> line.contains(part)).findFirst();
        Promise<String> later = Promise.promise();
        known.ifPresentOrElse(later::complete, () -> awaited.put(part, later));
        return later.future();
    }

    private synchronized void add(String line) {
        lines.add(line);
        awaited.entrySet()
                .removeIf(
                        each -> line.contains(each.getKey()) && each.getValue().tryComplete(line));
    }

    /** So far: level, message and stack trace of each record. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        ROOT.removeHandler(handler);
    }

    private final class Recorder extends Handler {
        @Override
        public void publish(LogRecord logged) {
            StringWriter text = new StringWriter();
            text.append(logged.getLevel() + " " + logged.getMessage());
            if (logged.getThrown() != null) {
                logged.getThrown().printStackTrace(new PrintWriter(text.append("\n"), true));
            }
            add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
