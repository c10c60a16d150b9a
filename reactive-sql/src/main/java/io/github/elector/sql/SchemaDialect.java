// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.function.Function;

/** The tables of a lease store in the words of one database: what they must be, what they are, and how they become it. */
interface SchemaDialect {
    /** A row for each column there is of {@link #wanted}, or one without a kind for a table that is missing. */
    Future<RowSet<Row>> describe(SqlConnection on);

    /**
     * Runs the files that are due by the description of the tables; many may do so at once, one by one.
     *
     * @param due is asked once nobody else can change anything any more
     */
    Future<Void> upgrade(SqlConnection on, Function<RowSet<Row>, List<SchemaFile>> due);

    /** Both tables as the statements need them, that of sessions first. */
    List<WantedTable> wanted();

    /** The files there are, up to the version the statements need. */
    SchemaFiles files();

    /** What a user needs who shall create the tables, and on what, as it is granted. */
    String rightsToCreate();

    /** What is said of a table that {@link #describe} does not show. */
    default String missing() {
        return "is missing";
    }

    /** Why a crash of the server would empty this table, and the statement that helps. */
    String notDurable(TableName table);

    /** What to do about a column of another type. */
    String changeType(TableName table, String column, String type);
}
