// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Something no database that keeps its word can have done.
 *
 * @param what a sentence
 * @param part the operations that show it, and no others, in the order in which they were asked for
 */
record Violation(String what, List<Operation> part) {
    Violation {
        part = part.stream()
                .filter(Objects::nonNull)
                .distinct()
                .sorted(Comparator.comparingLong(Operation::invoked))
                .toList();
    }

    static Violation of(String what, Collection<? extends Operation> part) {
        return new Violation(what, part.stream().map(Operation.class::cast).toList());
    }

    @Override
    public String toString() {
        return what + part.stream().map(each -> "\n    " + each).collect(Collectors.joining());
    }
}
