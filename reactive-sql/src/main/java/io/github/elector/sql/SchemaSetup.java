// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** Verifies the tables, and creates those that are missing if it was told to. */
final class SchemaSetup {
    private final Tables tables;
    private final Dialect dialect;
    private final boolean create;
    private final DedicatedConnection connection;
    private final SchemaCheck check;

    SchemaSetup(Tables tables, Dialect dialect, boolean create, DedicatedConnection connection) {
        this.tables = tables;
        this.dialect = dialect;
        this.create = create;
        this.connection = connection;
        this.check = new SchemaCheck(tables, dialect);
    }

    /** Completes if the tables are as the statements need them. */
    Future<Void> verify() {
        return describe().compose(found -> create && check.isIncomplete(found) ? createAndVerify() : verdict(found));
    }

    private Future<Void> createAndVerify() {
        return connection
                .use(
                        "creating the tables",
                        on -> on.query(dialect.createSchema()).execute())
                .compose(created -> describe())
                .compose(this::verdict);
    }

    private Future<RowSet<Row>> describe() {
        String[] names = {dialect.nameForLookup(tables.sessions()), dialect.nameForLookup(tables.leases())};
        return connection.query("checking the tables", dialect.describeTables(), Tuple.of(names));
    }

    private Future<Void> verdict(Iterable<Row> found) {
        return check.complaint(found).<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture);
    }
}
