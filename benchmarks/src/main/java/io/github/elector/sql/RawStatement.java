// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.sqlclient.Tuple;

/**
 * A statement as the client takes it.
 *
 * @param sql its text, on the tables it is meant for
 * @param parameters for it
 */
public record RawStatement(String sql, Tuple parameters) {}
