// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.database.DemoDatabase;
import java.util.List;
import java.util.Set;

/** The rows of one mesh, as anybody may read them. Its methods block. */
final class MeshRows {
    private static final List<String> TABLES = List.of("rpc_instances", "runtime_instances", "registry_resources");

    private final DemoDatabase database;
    private final String where;

    /** Of this mesh, whose name is of letters, digits and hyphens. */
    MeshRows(DemoDatabase database, String mesh) {
        if (!mesh.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("'" + mesh + "' must be of letters, digits and hyphens");
        }
        this.database = database;
        // Without a parameter, which every kind of database writes in its own way.
        this.where = " WHERE mesh = '" + mesh + "'";
    }

    /** Application, a space, host and port. */
    Set<String> registered() {
        return database.texts("SELECT concat(app, ' ', ip, ':', port) FROM rpc_instances" + where);
    }

    /** Application, a space, number of the process. */
    Set<String> running() {
        return database.texts("SELECT concat(app, ' ', pid) FROM runtime_instances" + where);
    }

    /** Deletes them; only when nobody leads any more. */
    void delete() {
        TABLES.forEach(table -> database.execute("DELETE FROM " + table + where));
    }
}
