// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.DatabaseException;
import java.util.Optional;
import java.util.Set;

/** What the errors of PostgreSQL mean, by SQLSTATE. */
final class PostgresFailureCodes implements FailureCodes {
    private static final Set<String> WRONG_SCHEMA = Set.of(
            "42P01", // no such table
            "42703", // no such column
            "42804", // column of another type
            "42883", // no such operator: column of another type
            "42809", // not a table
            "42P10", // no unique index for ON CONFLICT
            "3D000", // no such database
            "3F000"); // no such schema
    private static final Set<String> NO_RIGHT = Set.of("42501");
    private static final Set<String> TIMED_OUT = Set.of(
            "40001", // lost against another transaction
            "40P01", // deadlock: this one was rolled back
            "57014", // statement timeout
            "55P03"); // lock timeout
    // What ends a session is told as its last word, of which the client says no more than that the connection is lost.
    private static final Set<String> UNREACHABLE = Set.of(
            "57P01", // administrator ended it
            "57P02", // another backend crashed
            "57P03", // starting up or shutting down
            "57P05", // idle session
            "25P03", // idle in transaction
            "25P04", // transaction timeout
            "53300"); // too many connections
    // A server that was demoted goes on answering on the connections it has: only a new one can lead elsewhere.
    private static final Set<String> NOT_THE_PRIMARY = Set.of(
            "25006", // read-only transaction
            "55000"); // no write-ahead log to ask about while in recovery

    /** What to do where a pooler was found. */
    static final String SET_POOLER = "set \"pooler\": true in the store's options, or connect to the server itself";

    @Override
    public Optional<String> advice(DatabaseException failure) {
        return Optional.ofNullable(
                switch (state(failure)) {
                    case "08P01" -> saysAPooler(failure) ? "a pooler refuses this: " + SET_POOLER : null;
                    case "3D000" ->
                        "create the database, or correct its name in the URI: createSchema makes tables only";
                    case "25006" ->
                        "this server takes no writes: the address must lead to the primary; if it does,"
                                + " default_transaction_read_only is on, of the server, the database or the role";
                    case "28000", "28P01" -> "check user and password, and what pg_hba.conf lets in";
                    case "42501" ->
                        "grant SELECT, INSERT and UPDATE on both tables; if they are granted, see whether row level"
                                + " security is on for one of them";
                    case "53300" ->
                        "the server has no connection left: raise max_connections, or the limit of the role or the"
                                + " database, or see who holds them; it is tried again";
                    default -> null;
                });
    }

    private static boolean saysAPooler(DatabaseException failure) {
        return String.valueOf(failure.getMessage()).contains("startup parameter");
    }

    @Override
    public Kind kind(DatabaseException failure) {
        String state = state(failure);
        if (state.isEmpty()) {
            return Kind.UNREACHABLE;
        }
        if (WRONG_SCHEMA.contains(state)) {
            return Kind.WRONG_SCHEMA;
        }
        if (NO_RIGHT.contains(state) || state.startsWith("28")) {
            return Kind.NO_RIGHT;
        }
        if (TIMED_OUT.contains(state)) {
            return Kind.TIMED_OUT;
        }
        if (UNREACHABLE.contains(state) || NOT_THE_PRIMARY.contains(state) || state.startsWith("08")) {
            return Kind.UNREACHABLE;
        }
        return Kind.REJECTED;
    }

    @Override
    public boolean isNotThePrimary(DatabaseException failure) {
        return NOT_THE_PRIMARY.contains(state(failure));
    }

    /** The client puts the state behind the message. */
    @Override
    public String words(DatabaseException failure) {
        String message = String.valueOf(failure.getMessage());
        String code = " (" + state(failure) + ")";
        return message.endsWith(code) ? message.substring(0, message.length() - code.length()) : message;
    }

    @Override
    public String code(DatabaseException failure) {
        return state(failure);
    }

    private static String state(DatabaseException failure) {
        return failure.getSqlState() == null ? "" : failure.getSqlState();
    }
}
