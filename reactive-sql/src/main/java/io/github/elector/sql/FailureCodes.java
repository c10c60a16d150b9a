// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.DatabaseException;
import java.util.Optional;

/** What the errors of one database mean. */
interface FailureCodes {
    /** What kind of trouble it is. */
    Kind kind(DatabaseException failure);

    /** Whether the server takes no writes, for as long as one stays connected to it. */
    boolean isNotThePrimary(DatabaseException failure);

    /** What to do about this very failure, where the kind of it does not say enough. */
    default Optional<String> advice(DatabaseException failure) {
        return Optional.empty();
    }

    /** What the server says, without the code, which is told beside it. */
    String words(DatabaseException failure);

    /** The code, as people look it up. */
    String code(DatabaseException failure);
}
