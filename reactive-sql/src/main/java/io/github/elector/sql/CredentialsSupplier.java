// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Says who logs in to the store's database, each time anew: for passwords that are rotated and for tokens that expire.
 *
 * <p>The {@code store} object names it by {@code credentials}: either what it was {@linkplain #register registered} as, or
 * the name of a public class with a public constructor without parameters, in an exported package if it is in a module.
 *
 * <pre>{@code
 * CredentialsSupplier.register(vertx, "vault", request -> vault.read("database/app")
 *         .map(secret -> new Credentials(secret.getString("username"), secret.getString("password"))));
 * options.setStore(new JsonObject().put("uri", "postgresql://db.example.com/app").put("credentials", "vault"));
 * }</pre>
 */
@FunctionalInterface
public interface CredentialsSupplier {
    /**
     * Asked once for each new connection: three when a store starts, and one for each that breaks. Called on the context
     * of the store, which sends heartbeats there: it must not block, and has three quarters of the store timeout to answer.
     * If it fails, the store cannot be reached, and it is asked again as the elector tries again; neither what it answers
     * nor why it fails is logged, so log yourself what may be known.
     *
     * @return may be completed on any thread
     */
    Future<Credentials> credentials(CredentialsRequest request);

    /**
     * Makes a supplier known in this Vertx, for stores that are made after this; another of that name is replaced. From
     * any thread.
     */
    static void register(Vertx vertx, String name, CredentialsSupplier supplier) {
        CredentialsSource.register(vertx, name, supplier);
    }
}
