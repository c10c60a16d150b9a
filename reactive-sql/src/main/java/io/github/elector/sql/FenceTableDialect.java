// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/** The table of fences in the words of one database. */
interface FenceTableDialect {
    /** Raises the row of a component to a later term and its holder; changes nothing else. */
    String raise();

    /** Term and holder of a component's row as they are now, whatever the transaction has seen before. */
    String read();

    /** The statement that brings a component's row back to what the next leader can go above. */
    String repair(ComponentName component);

    /** The file that creates it. */
    SchemaFile schemaFile();

    /** Creates it if it is missing; many may do so at once. */
    Future<Void> create(SqlConnection on);
}
