// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Verifies the tables, and creates or upgrades them if it was told to. */
final class SchemaSetup {
    private final SchemaDialect dialect;
    private final boolean create;
    private final DedicatedConnection connection;
    private final SchemaCheck check;

    SchemaSetup(SchemaDialect dialect, boolean create, DedicatedConnection connection) {
        this.dialect = dialect;
        this.create = create;
        this.connection = connection;
        this.check = new SchemaCheck(dialect);
    }

    /** Completes if the tables are as the statements need them. */
    Future<Void> verify() {
        return describe()
                .compose(found -> create && check.isBehind(found)
                        ? upgradeAndVerify(check.remedyWithoutRight(found))
                        : verdict(found));
    }

    private Future<Void> upgradeAndVerify(String remedyWithoutRight) {
        return connection
                .use(
                        "creating the tables",
                        on -> dialect.upgrade(on, check::due)
                                .recover(failure -> Future.failedFuture(
                                        failure instanceof DatabaseException told
                                                ? new CreationRefusedException(told, remedyWithoutRight)
                                                : failure)))
                .compose(created -> describe())
                .compose(this::verdict);
    }

    private Future<RowSet<Row>> describe() {
        return connection.use("checking the tables", dialect::describe);
    }

    private Future<Void> verdict(Iterable<Row> found) {
        return check.complaint(found).<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture);
    }
}
