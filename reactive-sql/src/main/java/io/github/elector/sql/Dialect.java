// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/**
 * The statements of one database, each one round trip. Their columns have the same names and types in every dialect;
 * {@link ServerRow}, {@link LeaseRow} and {@link SessionRow} read them.
 */
interface Dialect {
    /** A stored term further ahead of the database's clock than this many milliseconds, ten years, is absurd. */
    long ABSURD_MILLIS = 315_576_000_000L;

    /** Parameters: session, node, lease millis, renew millis. One row: server. */
    String open();

    /**
     * Parameter: session. One row for each listed lease, or one without, so always one at least; they have no beaten
     * version if the session is closed or missing, and then say who closed it, if that is known.
     */
    String heartbeat();

    /** Parameter: components. One row for each component and for each silent session, or one of the server alone. */
    String look();

    /** Parameters: session, version, generation, by which session. One row if it was closed. */
    String expire();

    /**
     * Parameters: session; components, holders, terms, generations, terms to be above, whether it must be released. A row
     * for each claim granted or busy.
     */
    String acquire();

    /** Parameters: component, term, session. One row if it is released now. */
    String release();

    /** Parameter: session. */
    String closeSession();

    /** No parameter. Ids of some closed sessions that are old and that nothing refers to any more. */
    String findOldSessions();

    /** Parameter: ids. */
    String deleteSessions();

    /** Parameters: the two tables, as {@link #nameForLookup} writes them. A row for each column there is. */
    String describeTables();

    /** A table as {@link #describeTables} wants it. */
    String nameForLookup(TableName table);

    /** Several statements, to be run as one transaction. */
    String createSchema();

    /** The file {@link #createSchema} comes from, for people who run it themselves. */
    String schemaFile();

    /** The statement that makes a poisoned lease row acquirable again. */
    String repairLease(String component);

    /** The user's statement and the check of a term in one; see {@link Fence}. */
    String fenced(String statement, int parameters);
}
