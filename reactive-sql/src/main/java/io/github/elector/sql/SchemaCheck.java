// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Compares the tables that are there with those the statements need, and says what is missing. */
final class SchemaCheck {
    private static final String TEXT = "text";
    private static final String NUMBER = "bigint";
    private static final String TIME = "timestamp with time zone";
    private static final String TRUTH = "boolean";

    private final List<Wanted> wanted;
    private final String remedy;

    /** A table as it must be. */
    private record Wanted(TableName name, String key, Map<String, String> columns) {}

    /** A table as it is. */
    private static final class Found {
        String kind = "";
        String persistence = "";
        boolean allowed;
        final Map<String, String> columns = new LinkedHashMap<>();
        final List<String> keys = new ArrayList<>();

        boolean isMissing() {
            return kind.isEmpty();
        }
    }

    SchemaCheck(Tables tables, Dialect dialect) {
        wanted = List.of(
                new Wanted(tables.sessions(), "session_id", sessionColumns()),
                new Wanted(tables.leases(), "component", leaseColumns()));
        remedy = "set createSchema to true, or run " + dialect.schemaFile() + " from the jar";
    }

    /** Whether a table is not there at all, and those that are there are right: then creating it helps. */
    boolean isIncomplete(Iterable<Row> description) {
        List<Found> tables = found(description);
        return tables.stream().anyMatch(Found::isMissing)
                && complaints(tables, found -> !found.isMissing()).isEmpty();
    }

    /** What is wrong, or nothing; a table that is wrong before one that is missing. */
    Optional<LeaseStoreException> complaint(Iterable<Row> description) {
        List<Found> tables = found(description);
        return complaints(tables, found -> !found.isMissing()).or(() -> complaints(tables, Found::isMissing));
    }

    private Optional<LeaseStoreException> complaints(List<Found> tables, Predicate<Found> which) {
        return IntStream.range(0, wanted.size())
                .filter(i -> which.test(tables.get(i)))
                .mapToObj(i -> complaint(wanted.get(i), tables.get(i)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private List<Found> found(Iterable<Row> description) {
        List<Found> tables = wanted.stream().map(each -> new Found()).toList();
        for (Row row : description) {
            Found table = tables.get(row.getLong("place").intValue() - 1);
            String kind = row.getString("kind");
            String column = row.getString("column_name");
            if (kind != null) {
                table.kind = kind;
                table.persistence = row.getString("persistence");
                table.allowed = row.getBoolean("allowed");
            }
            if (column != null) {
                table.columns.put(column, row.getString("column_type"));
                if (row.getBoolean("is_key")) {
                    table.keys.add(column);
                }
            }
        }
        return tables;
    }

    private Optional<LeaseStoreException> complaint(Wanted table, Found found) {
        if (found.isMissing()) {
            return wrong("table " + table.name + " is missing: " + remedy);
        }
        if (!found.kind.equals("r")) {
            return wrong(table.name + " is no ordinary table: name another one, or remove it and " + remedy);
        }
        List<String> missing = table.columns.keySet().stream()
                .filter(column -> !found.columns.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            return wrong("table " + table.name + " has no column " + String.join(", ", missing)
                    + ": if it is a table of something else, name another one; else add it, or"
                    + " remove the table and " + remedy);
        }
        for (Map.Entry<String, String> column : table.columns.entrySet()) {
            String type = found.columns.get(column.getKey());
            if (!column.getValue().equals(type)) {
                return wrong("column " + column.getKey() + " of table " + table.name + " is of type " + type
                        + " but must be " + column.getValue() + ": change its type, or name another table");
            }
        }
        if (!found.keys.contains(table.key)) {
            return wrong("table " + table.name + " has no primary key on " + table.key + " alone: add it");
        }
        if (found.persistence.equals("u")) {
            return wrong("table " + table.name + " is unlogged, so a crash of the server empties it: run ALTER TABLE "
                    + table.name.quoted() + " SET LOGGED");
        }
        if (!found.allowed) {
            return Optional.of(new LeaseStoreException(
                    Kind.NO_RIGHT,
                    "table " + table.name + " is there but may not be used: run GRANT SELECT, INSERT, UPDATE ON "
                            + table.name.quoted() + " TO the elector's user"));
        }
        return Optional.empty();
    }

    private static Optional<LeaseStoreException> wrong(String message) {
        return Optional.of(new LeaseStoreException(Kind.WRONG_SCHEMA, message));
    }

    private static Map<String, String> sessionColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("session_id", TEXT);
        columns.put("node", TEXT);
        columns.put("version", NUMBER);
        columns.put("lease_millis", NUMBER);
        columns.put("renew_millis", NUMBER);
        columns.put("started_at", TIME);
        columns.put("renewed_at", TIME);
        columns.put("closed", TRUTH);
        columns.put("closed_by", TEXT);
        return columns;
    }

    private static Map<String, String> leaseColumns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("component", TEXT);
        columns.put("holder", TEXT);
        columns.put("term", NUMBER);
        columns.put("acquired_at", TIME);
        columns.put("released", TRUTH);
        columns.put("generation", TEXT);
        return columns;
    }
}
