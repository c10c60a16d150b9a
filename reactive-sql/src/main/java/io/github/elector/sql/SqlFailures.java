// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.sqlclient.DatabaseException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Says what kind of trouble a failure is, by the server's code first, and what to do about it.
 *
 * <p>A failure without a code comes from the client or the network: nobody knows whether the statement took effect.
 */
final class SqlFailures {
    private final String target;
    private final FailureCodes codes;

    SqlFailures(String target, FailureCodes codes) {
        this.target = target;
        this.codes = codes;
    }

    /** The failure in the words of the store. */
    LeaseStoreException explain(String what, Throwable cause) {
        if (cause instanceof LeaseStoreException explained) {
            return explained;
        }
        DatabaseException told = told(cause);
        Kind kind = kind(told, cause);
        boolean takesNoWrites =
                cause instanceof ReadOnlyServerException || (told != null && codes.isNotThePrimary(told));
        String found = told == null ? "" : " [" + ServerWords.inOneLine(codes.code(told)) + "]";
        return new LeaseStoreException(
                kind,
                what + " on " + target + " failed: "
                        + ServerWords.inOneLine(told == null ? cause.getMessage() : codes.words(told)) + found + "; "
                        + TlsTrouble.advice(cause)
                                .or(() -> missingRightToCreate(kind, cause))
                                .orElseGet(() -> advice(kind, told, takesNoWrites)),
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
    boolean spoilsTheConnection(Throwable cause) {
        DatabaseException told = told(cause);
        return told == null || kind(told, cause) == Kind.UNREACHABLE;
    }

    private Kind kind(@Nullable DatabaseException told, Throwable cause) {
        if (told != null) {
            return codes.kind(told);
        }
        if (cause instanceof TimeoutException) {
            return Kind.TIMED_OUT;
        }
        // The clients say so of a way to log in they do not know. MySQL asks an unknown user for any way there is.
        if (cause instanceof UnsupportedOperationException) {
            return Kind.NO_RIGHT;
        }
        return cause instanceof IllegalArgumentException || cause instanceof ClassCastException
                ? Kind.REJECTED
                : Kind.UNREACHABLE;
    }

    private static Optional<String> missingRightToCreate(Kind kind, Throwable cause) {
        return kind == Kind.NO_RIGHT && cause instanceof CreationRefusedException refused
                ? Optional.of(refused.remedy())
                : Optional.empty();
    }

    private String advice(Kind kind, @Nullable DatabaseException told, boolean takesNoWrites) {
        return Optional.ofNullable(told).flatMap(codes::advice).orElseGet(() -> usualAdvice(kind, takesNoWrites));
    }

    private static String usualAdvice(Kind kind, boolean takesNoWrites) {
        return switch (kind) {
            case UNREACHABLE ->
                takesNoWrites
                        ? "this server takes no writes: the address must lead to the primary"
                        : "is the server up and the address right? A new connection is tried";
            case TIMED_OUT -> "something held it up at the server: look for locks and load there";
            case WRONG_SCHEMA -> "create what is missing, or set createSchema to true";
            case NO_RIGHT -> "check user and password, and grant SELECT, INSERT and UPDATE on both tables";
            case REJECTED, POISONED_ROW -> "the server's message says why; it is tried again";
        };
    }

    /** What the server itself says, or nothing if the failure is the client's or the network's. */
    private static @Nullable DatabaseException told(Throwable cause) {
        if (cause instanceof CreationRefusedException refused) {
            return refused.told();
        }
        return cause instanceof DatabaseException database ? database : null;
    }
}
