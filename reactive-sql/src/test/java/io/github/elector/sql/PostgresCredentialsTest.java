// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Suppliers and PostgreSQL, and a supplier that is found by its name. */
class PostgresCredentialsTest extends CredentialsContract {
    private static final AtomicInteger ASKED = new AtomicInteger();
    private static volatile Credentials current = new Credentials("nobody", "");

    private final TestStores stores = new TestStores();

    /** Found by its name. */
    public static final class ByName implements CredentialsSupplier {
        @Override
        public Future<Credentials> credentials(CredentialsRequest request) {
            ASKED.incrementAndGet();
            return Future.succeededFuture(current);
        }
    }

    @Override
    Vertx vertx() {
        return stores.vertx;
    }

    @Override
    String user() {
        return PostgresServer.user(stores.uri());
    }

    @Override
    void changePassword(String password) {
        stores.execute("ALTER ROLE " + user() + " PASSWORD '" + password + "'");
    }

    @Override
    String serverUri() {
        return stores.server.uri();
    }

    @Override
    void cutConnections() {
        stores.terminateBackends();
    }

    @Override
    LeaseStore store(Duration timeout) {
        return stores.store(uri(), timeout, TestStores.options(stores.schema).put("credentials", NAME));
    }

    @Override
    void closeAll() {
        stores.close();
    }

    /** Options are JSON and go through text; two electors with equal stores share a session all the same. */
    @Test
    void electorsWhoseSupplierIsNamedByTheirOptionsShareASession() {
        changePassword("pw");
        current = new Credentials(user(), "pw");
        int before = ASKED.get();

        Promise<Void> billing = Promise.promise();
        Promise<Void> search = Promise.promise();
        await("a start", start("billing", billing));
        await("a start", start("search", search));
        await("both terms", Future.all(billing.future(), search.future()));

        assertThat(stores.execute("SELECT FROM %s.leader_sessions").size()).isEqualTo(1);
        assertThat(ASKED.get()).isGreaterThan(before);
    }

    private Future<Elector> start(String component, Promise<Void> leads) {
        ElectorOptions options = new ElectorOptions()
                .setComponent(component)
                .setNode("replica-1")
                // A server that has just started is watched for a lease before anything is taken.
                .setLease(Duration.ofSeconds(5))
                .setRenew(Duration.ofSeconds(1))
                .setRetry(Duration.ofSeconds(1))
                .setStop(Duration.ofSeconds(1))
                .setStore(
                        TestStores.options(stores.schema).put("uri", uri()).put("credentials", ByName.class.getName()));
        ElectorOptions read = new ElectorOptions(new JsonObject(options.toJson().encode()));
        return Elector.start(vertx(), read, TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> start() {
                leads.tryComplete();
                return Future.succeededFuture();
            }
        }));
    }

    private String uri() {
        return stores.server.uri().replaceFirst("//([^@/]*@)?", "//somebody@");
    }
}
