// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

/** Verifies the tables, and creates or upgrades them if it was told to. */
final class SchemaSetup {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaSetup.class);

    private final Dialect dialect;
    private final boolean create;
    private final DedicatedConnection connection;
    private final SchemaCheck check;
    private boolean warned;

    SchemaSetup(Dialect dialect, boolean create, DedicatedConnection connection) {
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
                        : verdict(found))
                .compose(right -> connection.use("checking the server", dialect::caution))
                .onSuccess(this::warn)
                .mapEmpty();
    }

    private void warn(String caution) {
        if (!caution.isEmpty() && !warned) {
            warned = true;
            LOG.warn(caution);
        }
    }

    private Future<Void> upgradeAndVerify(String remedyWithoutRight) {
        return connection
                .use(
                        "creating the tables",
                        on -> dialect.upgradeSchema(on, check::due)
                                .recover(failure -> Future.failedFuture(
                                        failure instanceof DatabaseException told
                                                ? new CreationRefusedException(told, remedyWithoutRight)
                                                : failure)))
                .compose(created -> describe())
                .compose(this::verdict);
    }

    private Future<RowSet<Row>> describe() {
        return connection.use("checking the tables", dialect::describeTables);
    }

    private Future<Void> verdict(Iterable<Row> found) {
        return check.complaint(found).<Future<Void>>map(Future::failedFuture).orElseGet(Future::succeededFuture);
    }
}
