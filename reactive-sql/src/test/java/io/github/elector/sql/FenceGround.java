// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStore;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;

/** What a contract of fences needs of one database. Its SQL is written for PostgreSQL, with {@code %s} for the schema. */
interface FenceGround extends AutoCloseable {
    /** A store whose tables are there. */
    LeaseStore store();

    /** The fence on those tables. */
    Fence fence();

    /** A table of fences beside them, which is not there yet. */
    FenceTable fences();

    /** The SQL in the words of this database. */
    String sql(String text);

    /** Lets the application use this table, {@code %s} for the schema. */
    void grant(String table);

    /** Runs SQL as administrator and waits for it. */
    RowSet<Row> execute(String sql);

    /** A pool of one connection; closed after the test. */
    Pool pool();

    /** The same of somebody who may do everything. */
    Pool administrator();

    /** The application's, whose transactions are stricter than usual about what changed since they began to read. */
    Pool strictPool();

    /** The same, through a proxy. */
    Pool pool(TcpProxy proxy);

    /** In front of the server; closed after the test. */
    TcpProxy proxy();

    /** A connection of the application; closed after the test. */
    SqlConnection connection();

    /** Begins a transaction that shows everything as it is at its first read. */
    String beginWithSnapshot();

    /** Makes every transaction of a connection serializable from the next one on. */
    String serializable();

    /** Has deadlocks of a connection of the administrator, who has written more, be found by who else is in them. */
    String patientInDeadlocks();

    /** What an application says on a connection where a write of the fence cannot be limited to a second by itself. */
    String limitToASecond();

    @Override
    void close();
}
