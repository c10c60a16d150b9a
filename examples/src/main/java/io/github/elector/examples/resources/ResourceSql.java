// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;

/**
 * What is said to a database about resources, in its own words. Every statement that takes rows takes them as one JSON
 * text, an array of objects, so that a thousand cost one round trip.
 */
interface ResourceSql {
    /** Creates tables and views if they are missing. Many may do so at once. */
    Future<Void> create(SqlConnection on);

    /** All rows of a kind and mesh: name, revision, digest. */
    String stored(ResourceTable table);

    /** Each mesh that has rows of a kind: mesh. */
    String meshes(ResourceTable table);

    /** The same, of some rows: kind, mesh, and rows {@code {name}}. */
    String storedNamed(ResourceTable table);

    /** Inserts or replaces: kind, mesh, term, holder, and rows {@code {name, revision, data}}. */
    String upsert(ResourceTable table);

    /** Deletes: kind, mesh, and rows {@code {name}}. */
    String delete(ResourceTable table);

    /** Appends: component, term, holder, kind, mesh, and rows {@code {name, operation, revision}}. */
    String journal();
}
