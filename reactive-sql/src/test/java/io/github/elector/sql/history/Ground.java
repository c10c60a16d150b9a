// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.Fence;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A server, with tables of an elector and a journal behind its fence, and what can be done to the server.
 * Everything here may block.
 */
interface Ground extends AutoCloseable {
    /** Short, so that many operations are given up; the server's limits lie below. */
    Duration STORE_TIMEOUT = Duration.ofMillis(600);

    /** For what is not part of the workload. */
    Duration PATIENT = Duration.ofSeconds(10);

    /** The server and its version, for the report. */
    String name();

    /** Whether the store learns what it wrote by a second statement. */
    boolean readsBack();

    /** Whether a single fenced statement looks whether the session is closed. */
    boolean statementChecksSession();

    /** In front of the server. */
    TcpProxy proxy();

    /** A store; it may have a mistake. */
    LeaseStore store(Vertx vertx, StoreConfig config);

    /** Of a store through this proxy. */
    StoreConfig config(TcpProxy through, Duration timeout);

    /** The application's, of one connection, through this proxy. */
    Pool pool(Vertx vertx, TcpProxy through);

    Fence fence();

    /** Appends a row of four columns to the journal; {@code fenced} with the marker of the fence. */
    String insert(boolean fenced);

    /** Runs SQL as administrator and waits for it. */
    RowSet<Row> execute(String sql);

    /** What an administrator may lock: a lease, a session, all leases, all sessions. */
    List<String> locks();

    /** Runs one of {@link #locks} in a transaction that stays open until the answer is run. */
    Runnable lock(String sql);

    /** Ends a connection of the clients, any one of these. */
    void killConnection(int any);

    /** Stops what serves one connection, any one of these, or all if it cannot be told apart; thawed by the answer. */
    Runnable freeze(int any);

    /** Ends the server as {@code kill -9} does and starts it again. */
    void crash();

    /** Ends the server in order and starts it again. */
    void restart();

    /** Of all rows of the journal. */
    default List<Operation.Entry> journal() {
        List<Operation.Entry> entries = new ArrayList<>();
        for (Row row : execute(readJournal())) {
            TermId term = new TermId(
                    new ComponentName(row.getString("component")),
                    row.getLong("term"),
                    new SessionId(row.getString("holder")));
            entries.add(new Operation.Entry(row.getLong("sequence"), term, row.getString("entry")));
        }
        return entries;
    }

    String readJournal();

    /** The server stays. */
    @Override
    void close();
}
