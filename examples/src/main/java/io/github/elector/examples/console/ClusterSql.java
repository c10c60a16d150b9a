// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * The two statements a console has, in the words of one kind of database. They take no locks and read no more than
 * {@value #MOST} rows and one, nor more than the beginning of a name, so that no row can be too much. The one row more
 * tells that there is more.
 */
interface ClusterSql {
    /** How many rows of a table are shown. */
    int MOST = 100;

    /**
     * The leases, those that changed last first: component, term, holder, node, acquired_millis, standing
     * ({@code held}, {@code released}, {@code closed}, {@code missing}).
     */
    String leases();

    /**
     * The sessions that are open or were heard of within ten minutes, open ones first: session_id, node, lease_millis,
     * renew_millis, started_millis, renewed_millis, closed, closed_by, and in each row now_millis.
     */
    String sessions();
}
