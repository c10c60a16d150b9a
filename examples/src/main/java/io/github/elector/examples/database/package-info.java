// SPDX-License-Identifier: Apache-2.0

/**
 * The database of a program: where it is, one of its own if none is given, connections for those who lead, and what
 * is said to each kind. Knows nothing else in here; begin with {@link
 * io.github.elector.examples.database.DatabaseUri}.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.database;
