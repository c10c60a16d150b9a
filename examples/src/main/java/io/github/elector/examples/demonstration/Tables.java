// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is in the tables, against what their sources say of themselves.
 *
 * @param registered what the registry has
 * @param registeredRows what Discovery has written of it
 * @param running what the process table has
 * @param runningRows what Engine has written of it
 */
record Tables(Set<String> registered, Set<String> registeredRows, Set<String> running, Set<String> runningRows) {
    /** What is in one and not in the other; nothing if they are equal. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        compare(differences, "rpc_instances", registeredRows, "ZooKeeper", registered);
        compare(differences, "runtime_instances", runningRows, "the process table", running);
        return differences;
    }

    private static void compare(
            List<String> differences, String table, Set<String> rows, String source, Set<String> truth) {
        Set<String> missing = new TreeSet<>(truth);
        missing.removeAll(rows);
        Set<String> left = new TreeSet<>(rows);
        left.removeAll(truth);
        if (!missing.isEmpty()) {
            differences.add(table + " does not have " + missing + " of " + source);
        }
        if (!left.isEmpty()) {
            differences.add(table + " has " + left + ", and " + source + " has not");
        }
    }
}
