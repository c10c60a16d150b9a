// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.database;

import io.github.elector.sql.SqlStoreOptions;
import java.util.List;

/**
 * Tables of electors under names of their own, for commands that drop them afterwards.
 *
 * @param prefix what their names begin with
 */
public record DemoTables(String prefix) {
    /** For a store that creates them, and for a fence on them. */
    public SqlStoreOptions options(DatabaseUri uri) {
        return new SqlStoreOptions()
                .setUri(uri.secretText())
                .setCreateSchema(true)
                .setSessionsTable(prefix + "_sessions")
                .setLeasesTable(prefix + "_leases")
                .setOverviewView(prefix + "_overview");
    }

    /** Statements that drop them, if they are there. */
    public List<String> drop() {
        return List.of(
                "DROP VIEW IF EXISTS " + prefix + "_overview",
                "DROP TABLE IF EXISTS " + prefix + "_leases",
                "DROP TABLE IF EXISTS " + prefix + "_sessions");
    }
}
