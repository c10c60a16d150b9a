// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Generation;
import io.github.elector.lease.Server;
import io.vertx.sqlclient.Row;

/** Reads the columns in which a server describes itself. */
final class ServerRow {
    private ServerRow() {}

    static Server read(Row row) {
        return new Server(new Generation(row.getString("generation")), row.getLong("up_millis"));
    }
}
