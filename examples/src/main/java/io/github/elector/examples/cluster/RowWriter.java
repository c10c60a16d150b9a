// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.examples.database.LeaderRows;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work of a leader, as Discovery and Engine do it: writes a row every now and then, for as long as its term holds.
 *
 * <p>It asks the term before every write, which stops it in a process that was frozen for longer than its lease; and the
 * database asks again in the same statement, which stops what was on its way already.
 */
final class RowWriter extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);
    private static final long EVERY_MILLIS = 100;

    private final Term term;
    private final LeaderRows rows;
    private final long stopMillis;
    private Future<Void> writing = Future.succeededFuture();
    private long timer = -1;
    private long number;
    private boolean stopped;

    RowWriter(Term term, LeaderRows rows, long stopMillis) {
        this.term = term;
        this.rows = rows;
        this.stopMillis = stopMillis;
    }

    @Override
    public Future<?> start() {
        return rows.prepare().onSuccess(ready -> write());
    }

    /** Waits for the row that is being written, but not so long that it would overrun: the fence stops that one. */
    @Override
    public Future<?> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return writing.timeout(Math.max(1, stopMillis / 2), TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private void write() {
        if (stopped || !term.isValid()) {
            return;
        }
        writing = rows.write(term, ++number).onComplete(written -> again(), failure -> {
            if (failure instanceof TermOverException) {
                LOG.info(failure.getMessage());
            } else {
                LOG.info("component '{}': row {} was not written: {}", term.component(), number, failure.toString());
                again();
            }
        });
    }

    private void again() {
        if (!stopped) {
            timer = vertx.setTimer(EVERY_MILLIS, due -> write());
        }
    }
}
