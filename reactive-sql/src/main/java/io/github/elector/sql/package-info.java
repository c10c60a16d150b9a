// SPDX-License-Identifier: Apache-2.0

/**
 * The lease store on SQL, over the Vert.x reactive clients, and fences in the elector's own database and in others.
 *
 * <p>Users meet {@link io.github.elector.sql.SqlStoreOptions} and {@link io.github.elector.sql.Fence}; the store itself is
 * found by its URI. Inside, a {@code Dialect} holds the statements of one database whole and says how its tables are
 * described, what its errors mean ({@code FailureCodes}) and how it gives {@code Hints}; {@code ConnectionSettings} say how
 * one connects to it. {@code SqlLeaseStore} knows no database: it asks the dialect for each operation, and {@code Answers}
 * says what the rows mean. {@code SchemaSetup} verifies and upgrades the tables. {@code Login} finds out for each new
 * connection who logs in and how far the server is trusted. A {@code DedicatedConnection} gives each use one deadline and
 * leaves a connection that misses it; {@code Line} and {@code Knock} say why that takes two classes.
 *
 * <p>Rows are hostile input: what no elector wrote becomes a complaint or is left alone, and breaks nothing else. No
 * message, cause or text form holds a password.
 */
package io.github.elector.sql;
