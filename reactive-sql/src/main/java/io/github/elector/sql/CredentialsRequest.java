// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Vertx;

/**
 * What a {@link CredentialsSupplier} is told about the connection that is to be made.
 *
 * @param vertx where the store runs
 * @param host of the server, as in the store's URI
 * @param port of the server
 * @param database that is connected to
 * @param user as in the store's URI, or the client's default
 */
public record CredentialsRequest(Vertx vertx, String host, int port, String database, String user) {}
