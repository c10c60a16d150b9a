// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.store.LeaseStore;
import java.util.function.UnaryOperator;

/**
 * How the electors of a cell are made: as they are shipped, or broken on purpose, to see that the matrix sees it.
 *
 * @param name for people
 * @param store what is between elector and store
 * @param fenced whether the work writes behind the fence
 */
record Make(String name, UnaryOperator<LeaseStore> store, boolean fenced) {
    static final Make SHIPPED = new Make("shipped", UnaryOperator.identity(), true);
}
