// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** Reads every log line of this JVM while it is open, causes included, and counts those that hold the password. */
final class SearchedLogs extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final AtomicLong lines = new AtomicLong();
    private final AtomicLong secrets = new AtomicLong();

    SearchedLogs() {
        setContext(root.getLoggerContext());
        start();
        root.addAppender(this);
    }

    /** How many were read. */
    long lines() {
        return lines.get();
    }

    /** How many hold the password. */
    long secrets() {
        return secrets.get();
    }

    @Override
    protected void append(ILoggingEvent event) {
        lines.incrementAndGet();
        StringBuilder text = new StringBuilder(event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            text.append('\n').append(cause.getMessage());
        }
        if (text.indexOf(Ground.SECRET) >= 0) {
            secrets.incrementAndGet();
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }
}
