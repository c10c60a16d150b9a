// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;

/** What the demonstration and the work of its leaders say to a database, in the words of one kind. */
interface DemoSql {
    /**
     * How to connect to it.
     *
     * @throws RuntimeException if the URI is none of this kind; it may repeat the password
     */
    SqlConnectOptions parse(String uri);

    /** What this kind calls connections, and how long one of its statements may take, if it can be told so. */
    Map<String, String> properties(String application, long timeoutMillis);

    /** Creates the tables of the rows if they are missing; many may do so at once. */
    Future<Void> createRows(SqlConnection on);

    /** Writes the latest row of a component: component, term, holder, n. Fenced. */
    String writeLatest();

    /** Writes a row of the journal: component, term, holder, n. Fenced. */
    String writeJournal();

    /** Microseconds since the last heartbeat of a session. */
    String heartbeatAge();

    /** One row with the version of the server. */
    String serverVersion();

    /** What people call it, given that version: {@code PostgreSQL 18.4}. */
    String serverName(String version);
}
