// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Hears all that is said in this JVM while it is open, instead of the console: what is logged, ours down to the finest
 * level, what is printed, what nobody caught, and what a Vertx could not handle. It keeps only what should not have been
 * said: the secret, an error with a stack trace, an exception that nobody handled, a line that was broken by its content.
 */
public final class Overheard implements AutoCloseable {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.github.elector");
    private static final int LONGEST_LINE = 4_000;
    private static final int KEPT = 100;

    private final Handler handler = new Recorder();
    private final Handler[] console = ROOT.getHandlers();
    private final Level level = OURS.getLevel();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Thread.UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();

    /** From now on. */
    public Overheard() {
        handler.setLevel(Level.ALL);
        Arrays.stream(console).forEach(ROOT::removeHandler);
        ROOT.addHandler(handler);
        OURS.setLevel(Level.ALL);
        System.setOut(new PrintStream(new Lines("standard output"), true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new Lines("standard error"), true, StandardCharsets.UTF_8));
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> unhandled("thread " + thread.getName(), failure));
    }

    /** What reaches nobody on this Vertx is heard too. */
    public Vertx in(Vertx vertx) {
        return vertx.exceptionHandler(failure -> unhandled("a context of Vert.x", failure));
    }

    /** Something was logged; for whoever captures logs of another kind. Any thread. */
    public void logged(boolean isError, String logger, String message, Throwable thrown) {
        said("the log of " + logger, message);
        if (thrown != null) {
            said("a stack trace in the log of " + logger, textOf(thrown));
            if (isError || isOfTheTransport(logger, message)) {
                complain("an error with a stack trace in the log of " + logger + ": " + message + ": " + thrown);
            }
        }
        if (logger.startsWith("io.github.elector") && !Refusal.isOneLine(message)) {
            complain("a line of ours that its content broke: " + shown(message));
        }
    }

    /** So many lines were heard. */
    public long lines() {
        return lines.get();
    }

    /** What should not have been said since this was asked last. */
    public List<String> complaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.removeAll(taken);
        return taken;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        System.setErr(err);
        System.setOut(out);
        OURS.setLevel(level);
        ROOT.removeHandler(handler);
        Arrays.stream(console).forEach(ROOT::addHandler);
    }

    /** Netty warns, and does not call it an error, of an exception that reached the end of a pipeline. */
    private static boolean isOfTheTransport(String logger, String message) {
        return logger.startsWith("io.netty") && message.contains("exception");
    }

    private void unhandled(String where, Throwable failure) {
        complain("nobody handled, in " + where + ": "
                + textOf(failure).lines().limit(8).toList());
        said(where, textOf(failure));
    }

    private void said(String where, String text) {
        lines.incrementAndGet();
        if (Secret.TOKEN.isIn(text)) {
            complain("the secret, in " + where + ": " + shown(text));
        }
    }

    private void complain(String what) {
        if (complaints.size() < KEPT) {
            complaints.add(what);
        }
    }

    static String textOf(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String shown(String text) {
        return text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "…" : text;
    }

    private final class Recorder extends Handler {
        @Override
        public void publish(LogRecord logged) {
            logged(
                    logged.getLevel().intValue() >= Level.SEVERE.intValue(),
                    String.valueOf(logged.getLoggerName()),
                    String.valueOf(logged.getMessage()),
                    logged.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /** What is printed, line by line. */
    private final class Lines extends OutputStream {
        private final String where;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(String where) {
            this.where = where;
        }

        @Override
        public synchronized void write(int each) {
            if (each == '\n') {
                said(where, line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else {
                line.write(each);
            }
        }
    }
}
