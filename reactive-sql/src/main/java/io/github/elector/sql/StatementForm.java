// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;

/** How a statement of {@link PostgresDialect} and its parameters travel to the server. */
interface StatementForm {
    /** Prepared once for each connection, parameters apart: for a server that keeps one session for each connection. */
    StatementForm PREPARED =
            (on, statement, parameters) -> on.preparedQuery(statement).execute(parameters);

    /**
     * Runs it.
     *
     * @param statement with {@code $1} and so on for the parameters
     * @return its rows
     */
    Future<RowSet<Row>> run(SqlConnection on, String statement, Tuple parameters);

    /** Whether the connection and the server's session are one, so that LISTEN makes sense. */
    default boolean keepsSession() {
        return true;
    }
}
