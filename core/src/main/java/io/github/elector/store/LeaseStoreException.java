// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import java.io.Serial;

/** An operation of a store whose outcome is unknown, or that cannot work until somebody repairs something. */
public final class LeaseStoreException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** What kind of trouble it is. The elector retries all of them, with backoff; people act on the last four. */
    public enum Kind {
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No answer within the store timeout, or a server-side limit struck. */
        TIMED_OUT,
        /** The server refused the statement for a reason no other kind covers. */
        REJECTED,
        /** A table or column is missing or of another type. */
        WRONG_SCHEMA,
        /** The database user, its password or its rights do not do. */
        NO_RIGHT,
        /** A row holds what no elector wrote. */
        POISONED_ROW
    }

    private final Kind kind;

    /**
     * What happened.
     *
     * @param message what was tried, what went wrong and what to do; it never holds a password
     */
    public LeaseStoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** The same without a cause. */
    public LeaseStoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
