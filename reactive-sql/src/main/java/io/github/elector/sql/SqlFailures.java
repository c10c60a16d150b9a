// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.DatabaseException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says what kind of trouble a failure is, by its SQLSTATE first, and what to do about it.
 *
 * <p>A failure without SQLSTATE comes from the client or the network: nobody knows whether the statement took effect.
 */
final class SqlFailures {
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
            "57014", // statement timeout
            "55P03", // lock timeout
            "25P03", // idle in transaction
            "25P04"); // transaction timeout
    private static final Set<String> UNREACHABLE = Set.of(
            "57P01", // administrator ended it
            "57P02", // another backend crashed
            "57P03", // starting up or shutting down
            "57P05", // idle session
            "53300"); // too many connections
    // A server that was demoted goes on answering on the connections it has: only a new one can lead elsewhere.
    private static final Set<String> NOT_THE_PRIMARY = Set.of(
            "25006", // read-only transaction
            "55000"); // no write-ahead log to ask about while in recovery

    private final String target;

    SqlFailures(String target) {
        this.target = target;
    }

    /** The failure in the words of the store. */
    LeaseStoreException explain(String what, Throwable cause) {
        if (cause instanceof LeaseStoreException explained) {
            return explained;
        }
        String state = sqlState(cause);
        Kind kind = kind(state, cause);
        String found = state == null ? "" : " [" + state + "]";
        return new LeaseStoreException(
                kind,
                what + " on " + target + " failed: " + cause.getMessage() + found + "; " + advice(kind, state),
                cause);
    }

    /** The operation took longer than the store timeout. */
    LeaseStoreException timedOut(String what, long timeoutMillis, boolean connected) {
        return new LeaseStoreException(
                Kind.TIMED_OUT,
                what + " on " + target + " had no answer within " + timeoutMillis + " ms"
                        + (connected ? "" : ", most of it spent connecting")
                        + "; the connection is replaced, and nobody knows whether it took effect");
    }

    /** The store was closed before there was an answer. */
    LeaseStoreException closed(String what) {
        return new LeaseStoreException(
                Kind.UNREACHABLE, what + " on " + target + " was not answered before the store was closed");
    }

    /**
     * Whether the next statement must not go to the same connection: it is broken or about to be, or its server takes no
     * writes as long as one stays connected to it.
     */
    static boolean spoilsTheConnection(Throwable cause) {
        String state = sqlState(cause);
        return state == null || kind(state, cause) == Kind.UNREACHABLE;
    }

    private static Kind kind(@Nullable String state, Throwable cause) {
        if (cause instanceof TimeoutException) {
            return Kind.TIMED_OUT;
        }
        if (state == null) {
            return cause instanceof IllegalArgumentException || cause instanceof ClassCastException
                    ? Kind.REJECTED
                    : Kind.UNREACHABLE;
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

    private static String advice(Kind kind, @Nullable String state) {
        return switch (kind) {
            case UNREACHABLE ->
                state != null && NOT_THE_PRIMARY.contains(state)
                        ? "this server takes no writes: the address must lead to the primary"
                        : "is the server up and the address right? A new connection is tried";
            case TIMED_OUT -> "something held it up at the server: look for locks and load there";
            case WRONG_SCHEMA -> "create what is missing, or set createSchema to true";
            case NO_RIGHT -> "check user and password, and grant SELECT, INSERT and UPDATE on both tables";
            case REJECTED, POISONED_ROW -> "the server's message says why; it is tried again";
        };
    }

    private static @Nullable String sqlState(Throwable cause) {
        return cause instanceof DatabaseException database ? database.getSqlState() : null;
    }
}
