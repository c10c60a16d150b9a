// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.sqlclient.DatabaseException;
import java.io.Serial;

/** The server refused a statement that creates or changes tables; what helps is not what helps elsewhere. */
final class CreationRefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient DatabaseException told;
    private final String remedy;

    /**
     * What the server said.
     *
     * @param remedy what to do if a right is missing
     */
    CreationRefusedException(DatabaseException told, String remedy) {
        super(told.getMessage(), told);
        this.told = told;
        this.remedy = remedy;
    }

    DatabaseException told() {
        return told;
    }

    String remedy() {
        return remedy;
    }
}
