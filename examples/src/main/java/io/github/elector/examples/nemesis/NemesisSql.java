// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.Fence;

/**
 * What the command {@code nemesis} says to a database, in the words of one kind.
 *
 * @param create the table of lists
 * @param read component, list; last and length
 * @param write last, length, term, term, component, list
 * @param endConnection of another client of this database, any one; a query that says which in its first column
 * @param killConnection what is to be executed with that column behind it, or nothing if the query did it already
 */
record NemesisSql(String create, String read, String write, String endConnection, String killConnection) {
    private static final NemesisSql POSTGRES = new NemesisSql("""
            CREATE TABLE nemesis_lists (
                component text NOT NULL,
                list      text NOT NULL,
                last      bigint NOT NULL,
                length    bigint NOT NULL,
                term      bigint NOT NULL,
                stale     bigint NOT NULL,
                PRIMARY KEY (component, list)
            )""", """
            SELECT last, length FROM nemesis_lists WHERE component = $1::text AND list = $2::text""", """
            UPDATE nemesis_lists
            SET last = $1::bigint, length = $2::bigint,
                stale = stale + CASE WHEN term > $3::bigint THEN 1 ELSE 0 END,
                term = GREATEST(term, $4::bigint)
            WHERE component = $5::text AND list = $6::text""", """
            SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
            ORDER BY random() LIMIT 1""", "");

    // Assignments are made from left to right, so the count comes before what it compares with.
    private static final NemesisSql MYSQL = new NemesisSql("""
            CREATE TABLE nemesis_lists (
                component varchar(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
                list      varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
                last      bigint NOT NULL,
                length    bigint NOT NULL,
                term      bigint NOT NULL,
                stale     bigint NOT NULL,
                PRIMARY KEY (component, list)
            ) ENGINE = InnoDB""", """
            SELECT last, length FROM nemesis_lists WHERE component = ? AND list = ?""", """
            UPDATE nemesis_lists
            SET last = ?, length = ?, stale = stale + (term > ?), term = GREATEST(term, ?)
            WHERE component = ? AND list = ?""", """
            SELECT CAST(id AS CHAR) FROM information_schema.processlist
            WHERE db = DATABASE() AND id <> CONNECTION_ID() ORDER BY RAND() LIMIT 1""", "KILL ");

    static NemesisSql of(DatabaseUri database) {
        return database.isMysql() ? MYSQL : POSTGRES;
    }

    /** The same write, if the term holds. */
    String fencedWrite() {
        return write + " AND " + Fence.MARKER;
    }
}
