// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The statements of one transaction, about one kind and mesh.
 *
 * @param sql in whose words
 * @param connection in a fenced transaction
 * @param term that is written into every row
 * @param kind of the rows
 * @param mesh of the rows
 */
record ResourceTransaction(ResourceSql sql, SqlConnection connection, Term term, ResourceKind kind, String mesh) {
    /** Every row there is. */
    Future<Map<String, StoredRow>> stored() {
        return execute(sql.stored(kind.table()), Tuple.of(kind.name(), mesh)).map(ResourceTransaction::rows);
    }

    /** The rows of these names. */
    Future<Map<String, StoredRow>> stored(Collection<String> names) {
        JsonArray asked = new JsonArray();
        names.forEach(name -> asked.add(new JsonObject().put("name", name)));
        return execute(sql.storedNamed(kind.table()), Tuple.of(kind.name(), mesh, asked.encode()))
                .map(ResourceTransaction::rows);
    }

    /** Writes it, and a line of the journal for each row. */
    Future<Written> write(Edit edit) {
        return each(edit.upserts(), ResourceTransaction::upserted, this::upsert)
                .compose(done -> each(edit.deletes(), ResourceTransaction::named, this::delete))
                .compose(done -> each(edit.upserts(), ResourceTransaction::upsertEntry, this::append))
                .compose(done -> each(edit.deletes(), ResourceTransaction::deleteEntry, this::append))
                .map(done -> edit.written());
    }

    /** A line of the journal about the whole list. */
    Future<Void> noteReconcile(long revision) {
        return each(List.of(revision), listed -> entry("*", "reconcile", listed), this::append);
    }

    private <T> Future<Void> each(
            Collection<T> rows, Function<T, JsonObject> form, Function<String, Future<?>> statement) {
        RowTexts<T> texts = new RowTexts<>(rows, form);
        return texts.hasNext()
                ? statement.apply(texts.next()).compose(done -> rest(texts, statement))
                : Future.succeededFuture();
    }

    /** A long list need not be finished when the term ends: the next leader begins with one of its own. */
    private Future<Void> rest(Iterator<String> texts, Function<String, Future<?>> statement) {
        if (!texts.hasNext()) {
            return Future.succeededFuture();
        }
        return term.isValid()
                ? statement.apply(texts.next()).compose(done -> rest(texts, statement))
                : Future.failedFuture(new TermOverException(term.id(), "in the middle of a list of resources"));
    }

    private Future<?> upsert(String rows) {
        return execute(sql.upsert(kind.table()), Tuple.of(kind.name(), mesh, term.number(), term.holder(), rows));
    }

    private Future<?> delete(String rows) {
        return execute(sql.delete(kind.table()), Tuple.of(kind.name(), mesh, rows));
    }

    private Future<?> append(String entries) {
        return execute(
                sql.journal(), Tuple.of(term.component(), term.number(), term.holder(), kind.name(), mesh, entries));
    }

    private Future<RowSet<Row>> execute(String statement, Tuple parameters) {
        return connection.preparedQuery(statement).execute(parameters);
    }

    private static JsonObject upserted(Resource resource) {
        return new JsonObject()
                .put("name", resource.key().name())
                .put("revision", resource.revision())
                .put("data", resource.text());
    }

    private static JsonObject named(Change.Delete delete) {
        return new JsonObject().put("name", delete.key().name());
    }

    private static JsonObject upsertEntry(Resource resource) {
        return entry(resource.key().name(), "upsert", resource.revision());
    }

    private static JsonObject deleteEntry(Change.Delete delete) {
        return entry(delete.key().name(), "delete", delete.revision());
    }

    private static JsonObject entry(String name, String operation, long revision) {
        return new JsonObject().put("name", name).put("operation", operation).put("revision", revision);
    }

    private static Map<String, StoredRow> rows(RowSet<Row> found) {
        Map<String, StoredRow> rows = new LinkedHashMap<>();
        for (Row row : found) {
            rows.put(row.getString("name"), new StoredRow(row.getLong("revision"), row.getString("digest")));
        }
        return rows;
    }
}
