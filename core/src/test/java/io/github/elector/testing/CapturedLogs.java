// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Everything that is logged through {@code java.util.logging}, stack traces included, while it is open. */
public final class CapturedLogs implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Recorder();

    /** From now on. */
    public CapturedLogs() {
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
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
            lines.add(text.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
