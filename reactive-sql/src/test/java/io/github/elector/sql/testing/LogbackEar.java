// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.github.elector.testing.hostile.Overheard;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Tells what is logged through Logback, ours down to the finest level, and keeps it off the console while it is open. */
public final class LogbackEar implements AutoCloseable {
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.github.elector");

    private final List<Appender<ILoggingEvent>> console = new ArrayList<>();
    private final Appender<ILoggingEvent> ear;

    /** It hears nothing yet. */
    public LogbackEar(Overheard overheard) {
        ear = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                overheard.logged(
                        event.getLevel().isGreaterOrEqual(Level.ERROR),
                        event.getLoggerName(),
                        String.valueOf(event.getFormattedMessage()),
                        event.getThrowableProxy() instanceof ThrowableProxy thrown ? thrown.getThrowable() : null);
            }
        };
    }

    /** From now on. */
    public void listen() {
        ear.start();
        ROOT.iteratorForAppenders().forEachRemaining(console::add);
        console.forEach(ROOT::detachAppender);
        ROOT.addAppender(ear);
        OURS.setLevel(Level.TRACE);
    }

    @Override
    public void close() {
        OURS.setLevel(null);
        ROOT.detachAppender(ear);
        console.forEach(ROOT::addAppender);
    }
}
