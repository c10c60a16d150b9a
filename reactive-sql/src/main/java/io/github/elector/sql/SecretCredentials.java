// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.Shown;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.SecretReference;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * User and password that are in the environment or in files, as the {@code credentials} of a store name them. Files are
 * read for each connection, so that what is rotated there is taken without a restart.
 *
 * @param json as it was configured
 * @param user who logs in, or null for what {@code userSecret} says, or else the URI
 * @param userSecret where the user is, or null
 * @param password where the password is
 */
record SecretCredentials(
        JsonObject json, @Nullable String user, @Nullable SecretReference userSecret, SecretReference password)
        implements CredentialsSupplier {
    private static final String USER = "credentials.user";
    private static final String PASSWORD = "credentials.password";

    /**
     * From the {@code credentials} object.
     *
     * @throws IllegalArgumentException if it is none; a password in it is not repeated
     */
    static SecretCredentials of(JsonObject json) {
        for (String key : json.fieldNames()) {
            if (!Set.of("user", "password").contains(key)) {
                throw new IllegalArgumentException(
                        "credentials has user and password, and no '" + Shown.text(key) + "'" + example());
            }
        }
        if (!(json.getValue("password") instanceof JsonObject password)) {
            throw new IllegalArgumentException(PASSWORD + " must be " + SecretReference.FORMS
                    + ": the password itself does not belong into a configuration");
        }
        Object user = json.getValue("user");
        if (user != null && !(user instanceof String) && !(user instanceof JsonObject)) {
            throw new IllegalArgumentException(USER + " must be a text in quotes, " + SecretReference.FORMS);
        }
        return new SecretCredentials(
                json.copy(),
                user instanceof String name ? name : null,
                user instanceof JsonObject reference ? SecretReference.of(USER, reference) : null,
                SecretReference.of(PASSWORD, password));
    }

    /**
     * Refuses variables that are not there: they will never be.
     *
     * @throws IllegalArgumentException naming the first of them
     */
    SecretCredentials checked() {
        if (userSecret != null) {
            userSecret.checkVariable();
        }
        password.checkVariable();
        return this;
    }

    /** Fails with a {@link LeaseStoreException} that says which of the two cannot be read, and why. */
    @Override
    public Future<Credentials> credentials(CredentialsRequest request) {
        return who(request)
                .compose(name -> read(request.vertx(), password).map(secret -> new Credentials(name, secret)))
                .recover(unreadable -> Future.failedFuture(new LeaseStoreException(
                        Kind.NO_RIGHT,
                        unreadable.getMessage() + "; nobody can log in without it, and it is read again for the next"
                                + " connection")));
    }

    private Future<String> who(CredentialsRequest request) {
        return userSecret == null
                ? Future.succeededFuture(user == null ? request.user() : user)
                : read(request.vertx(), userSecret);
    }

    /** Not on the event loop, which sends heartbeats. */
    private static Future<String> read(Vertx vertx, SecretReference secret) {
        return ((VertxInternal) vertx).getOrCreateContext().executeBlockingInternal(secret::read);
    }

    private static String example() {
        return ": write {\"user\": \"app\", \"password\": {\"env\": \"DATABASE_PASSWORD\"}}";
    }

    /** Without what it reads. */
    @Override
    public String toString() {
        return "SecretCredentials[" + password + "]";
    }
}
