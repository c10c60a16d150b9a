// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Generation;
import io.github.elector.lease.Server;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Reads the columns in which a server describes itself. */
final class ServerRow {
    private ServerRow() {}

    /**
     * The answer, if its first row does not say {@code read_only}. A server that was demoted goes on answering on the
     * connections it has, and what it shows gets old without a sign of it; failing makes {@link DedicatedConnection} leave.
     */
    static Future<RowSet<Row>> ofThePrimary(RowSet<Row> answer) {
        return answer.iterator().next().getBoolean("read_only")
                ? Future.failedFuture(new ReadOnlyServerException())
                : Future.succeededFuture(answer);
    }

    static Server read(Row row) {
        return new Server(new Generation(row.getString("generation")), row.getLong("up_millis"));
    }
}
