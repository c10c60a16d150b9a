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
    /** Its place among the wanted tables. */
    private static final int LEASES = 1;

    private final SchemaDialect dialect;
    private final List<WantedTable> wanted;
    private final SchemaFiles files;
    private final String remedy;

    /** A table as it is. */
    private static final class Found {
        String kind = "";
        boolean durable;
        boolean allowed;
        String comment = "";
        final Map<String, String> columns = new LinkedHashMap<>();
        final List<String> keys = new ArrayList<>();

        boolean isMissing() {
            return kind.isEmpty();
        }
    }

    SchemaCheck(SchemaDialect dialect) {
        this.dialect = dialect;
        wanted = dialect.wanted();
        files = dialect.files();
        remedy = remedy(SchemaVersion.NONE);
    }

    /** Whether running files helps: tables of ours are older, or one is not there at all and the other is right. */
    boolean isBehind(Iterable<Row> description) {
        List<Found> tables = found(description);
        int version = version(tables);
        return tables.stream().anyMatch(Found::isMissing)
                ? version <= files.newest()
                        && complaints(tables, found -> !found.isMissing()).isEmpty()
                : version > SchemaVersion.NONE && version < files.newest();
    }

    /** The files that help; none if somebody else has run them meanwhile, or they would not help. */
    List<SchemaFile> due(Iterable<Row> description) {
        List<Found> tables = found(description);
        if (!isBehind(description)) {
            return List.of();
        }
        return tables.stream().anyMatch(Found::isMissing) ? files.all() : files.after(version(tables));
    }

    /** What is wrong, or nothing; a table that is wrong before one that is missing. */
    Optional<LeaseStoreException> complaint(Iterable<Row> description) {
        List<Found> tables = found(description);
        return otherVersion(tables)
                .or(() -> complaints(tables, found -> !found.isMissing()))
                .or(() -> complaints(tables, Found::isMissing));
    }

    /** The table of leases tells. */
    private int version(List<Found> tables) {
        Found leases = tables.get(LEASES);
        return SchemaVersion.of(leases.comment, leases.columns.keySet());
    }

    private Optional<LeaseStoreException> otherVersion(List<Found> tables) {
        int version = version(tables);
        String which = "table " + wanted.get(LEASES).name() + " is of schema version " + version;
        if (version > files.newest()) {
            return wrong(which + ", made by a newer vertx-elector than this one, which knows versions up to "
                    + files.newest() + ": upgrade this one, or name other tables");
        }
        if (version > SchemaVersion.NONE && version < files.newest()) {
            return wrong(which + ", and this vertx-elector needs version " + files.newest() + ": " + remedy(version));
        }
        return Optional.empty();
    }

    private String remedy(int version) {
        return "set createSchema to true, or run " + files.namedAfter(version) + " from the jar";
    }

    /** What helps a user who may not run the files that are due. */
    String remedyWithoutRight(Iterable<Row> description) {
        List<Found> tables = found(description);
        int version = version(tables);
        return tables.stream().anyMatch(Found::isMissing)
                ? "grant " + dialect.rightsToCreate() + ", or let somebody else run "
                        + files.namedAfter(SchemaVersion.NONE)
                        + " from the jar and grant SELECT, INSERT and UPDATE on both tables, and set createSchema to"
                        + " false"
                : "let somebody who may change the tables run " + files.namedAfter(version)
                        + " from the jar, and set createSchema to false";
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
                table.durable = row.getBoolean("durable");
                table.allowed = row.getBoolean("allowed");
                table.comment = String.valueOf(row.getString("comment"));
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

    private Optional<LeaseStoreException> complaint(WantedTable wanted, Found found) {
        TableName table = wanted.name();
        if (found.isMissing()) {
            return wrong("table " + table + " " + dialect.missing() + ": " + remedy);
        }
        if (!found.kind.equals("table")) {
            return wrong(table + " is no ordinary table: name another one, or remove it and " + remedy);
        }
        List<String> missing = wanted.columns().keySet().stream()
                .filter(column -> !found.columns.containsKey(column))
                .toList();
        if (!missing.isEmpty()) {
            return wrong("table " + table + " has no column " + String.join(", ", missing)
                    + ": if it is a table of something else, name another one; else add it, or"
                    + " remove the table and " + remedy);
        }
        for (Map.Entry<String, String> column : wanted.columns().entrySet()) {
            String type = found.columns.get(column.getKey());
            if (!column.getValue().equals(type)) {
                return wrong("column " + column.getKey() + " of table " + table + " is of type "
                        + ServerWords.inOneLine(type)
                        + " but must be " + column.getValue() + ": "
                        + dialect.changeType(table, column.getKey(), column.getValue()) + ", or name another table");
            }
        }
        if (!found.keys.contains(wanted.key())) {
            return wrong("table " + table + " has no primary key on " + wanted.key() + " alone: add it");
        }
        if (!found.durable) {
            return wrong("table " + table + " " + dialect.notDurable(table));
        }
        if (!found.allowed) {
            return Optional.of(new LeaseStoreException(
                    Kind.NO_RIGHT,
                    "table " + table + " is there but may not be used: run GRANT SELECT, INSERT, UPDATE ON "
                            + table.quoted() + " TO the elector's user"));
        }
        return Optional.empty();
    }

    private static Optional<LeaseStoreException> wrong(String message) {
        return Optional.of(new LeaseStoreException(Kind.WRONG_SCHEMA, message));
    }
}
