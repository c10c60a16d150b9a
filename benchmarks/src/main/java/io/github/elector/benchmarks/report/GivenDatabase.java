// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.Durability;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.SecretReference;
import io.github.elector.store.StoreUri;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Row;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** The database {@code --db} names. No message has its password, nor what could be one. */
final class GivenDatabase {
    private static final String ENVIRONMENT = "env:";
    private static final String GIVE =
            "give postgresql://user:password@host:port/database, or env:NAME, an environment" + " variable that has it";
    private static final Set<String> SCHEMES = Set.of("postgresql", "postgres");

    private GivenDatabase() {}

    /**
     * Its URI; it is a PostgreSQL that answers and keeps what it acknowledges. Blocks until it has answered.
     *
     * @throws IllegalArgumentException if it is not, with what to do
     */
    static String usable(String given) {
        String uri = uri(given);
        String shown = "--db is " + StoreUri.withoutSecrets(uri);
        Row row;
        try {
            row = PostgresServer.execute(uri, Durability.POSTGRES).iterator().next();
        } catch (IllegalStateException unanswered) {
            Throwable cause = unanswered.getCause() == null ? unanswered : unanswered.getCause();
            throw new IllegalArgumentException(
                    shown + ", which cannot be used (" + cause.getMessage()
                            + "): start it, or correct the address, the database, the user or the password",
                    unanswered);
        }
        try {
            Durability.ofPostgres(row).check();
        } catch (IllegalStateException forgetful) {
            throw new IllegalArgumentException(shown + ": " + forgetful.getMessage(), forgetful);
        }
        return uri;
    }

    /** As it is written or as the variable has it, if it is one of a PostgreSQL. */
    static String uri(String given) {
        String uri = given.startsWith(ENVIRONMENT) ? variable(given.substring(ENVIRONMENT.length())) : given;
        if (uri.isBlank()) {
            throw new IllegalArgumentException("--db is empty: " + GIVE);
        }
        if (!isOfPostgres(uri)) {
            throw new IllegalArgumentException("--db is '" + StoreUri.withoutSecrets(uri)
                    + "' (user, password and what is unclear not shown), which is no URI of a PostgreSQL: " + GIVE
                    + "; in a password write @ as %40, / as %2F and a blank as %20");
        }
        return uri;
    }

    private static String variable(String name) {
        return SecretReference.of("--db", new JsonObject().put("env", name)).read();
    }

    private static boolean isOfPostgres(String uri) {
        try {
            URI parts = new URI(uri);
            PgConnectOptions.fromUri(uri);
            return SCHEMES.contains(String.valueOf(parts.getScheme()))
                    && parts.getHost() != null
                    && parts.getPath().length() > 1;
        } catch (URISyntaxException | IllegalArgumentException unreadable) {
            // Their messages have all of it, and so the password.
            return false;
        }
    }
}
