// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.Comparator;
import java.util.List;

/**
 * Everything one database was asked.
 *
 * @param operations of all clients
 * @param readsBack whether the store learns what it wrote by a second statement, as on MySQL and MariaDB: what it then
 *     answers with a no may have had its effect, and lost it to somebody else in between
 * @param lateNanos how long after it was given up an operation may still take effect
 */
record History(List<Operation> operations, boolean readsBack, long lateNanos) {
    History {
        operations = List.copyOf(operations);
    }

    /** The last moment at which an operation that nobody knows of can have taken effect. */
    long latest(Operation unknown) {
        return unknown.answered() > Long.MAX_VALUE - lateNanos ? Long.MAX_VALUE : unknown.answered() + lateNanos;
    }

    /** Those of one kind, in the order in which they were asked for. */
    <T extends Operation> List<T> all(Class<T> kind) {
        return operations.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
    }
}
