// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which configurations name the same leases. */
class PostgresIdentityTest {
    private static final String PLAIN = "postgresql://host:5432/db";
    private static final String NOBODY_THERE = "://user:s3cr3t@127.0.0.1:1/db";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://host:5432/db",
                "POSTGRESQL://host:5432/db",
                "postgresql://HOST/db",
                "postgresql://user:s3cr3t@host/db",
                "postgresql://another:s3cr3t@host/db?sslmode=disable",
                "postgresql://elsewhere:1/nothing?host=host&port=5432&dbname=db&password=s3cr3t"
            })
    void spellingsOfOneDatabaseAreTheSameLeases(String uri) {
        assertThat(identity(uri)).isEqualTo(identity(PLAIN)).doesNotContain("s3cr3t", "user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://another:5432/db",
                "postgresql://host:5433/db",
                "postgresql://host:5432/other",
                "postgresql://host:5432/DB"
            })
    void anotherHostPortOrDatabaseHoldsOtherLeases(String uri) {
        assertThat(identity(uri)).isNotEqualTo(identity(PLAIN));
    }

    @Test
    void whatIsWrongWithAUriIsNamed() {
        String expected = "write it as postgresql://user:password@host:5432/database, with special characters"
                + " percent-encoded";

        for (String port : new String[] {"0", "99999"}) {
            assertThatThrownBy(() -> identity("postgresql://user:s3cr3t@host:" + port + "/db"))
                    .hasMessage("store uri postgresql://host:" + port + "/db is no PostgreSQL uri: port " + port
                            + " is none, there are 1 to 65535; " + expected);
        }
        assertThatThrownBy(() -> identity("postgresql://user:s3cr3t@host/db?sslmode=banana"))
                .hasMessage(
                        "store uri postgresql://host/db is no PostgreSQL uri: its sslmode is none of disable, allow,"
                                + " prefer, require, verify-ca and verify-full; " + expected);
    }

    @Test
    void socketsAreToldApartByCase() {
        assertThat(identity("postgresql://%2Ftmp%2FA/db")).isNotEqualTo(identity("postgresql://%2Ftmp%2Fa/db"));
    }

    @Test
    void whatCountsIsTheTableOfLeasesWithItsSchema() {
        assertThat(identity(new JsonObject().put("leasesTable", "Public.Leader_Leases")))
                .isEqualTo(identity(PLAIN));
        assertThat(identity(new JsonObject().put("sessionsTable", "others").put("createSchema", true)))
                .isEqualTo(identity(PLAIN));
        assertThat(identity(new JsonObject().put("leasesTable", "a.leader_leases")))
                .isNotEqualTo(identity(PLAIN));
    }

    @Test
    void whatCannotWorkHasNone() {
        assertThatThrownBy(() -> identity(new JsonObject().put("leasesTable", "no table")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leasesTable");
        assertThatThrownBy(() -> identity("postgresql://user:s3cr3t@host:notaport/db"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cr3t");
    }

    @Test
    void oneComponentIsTakenOnceForEachTableOfOneDatabase() {
        Vertx vertx = Vertx.vertx();
        try {
            await("a start", start(vertx, new JsonObject().put("uri", "postgresql" + NOBODY_THERE)));
            Throwable twice = failure(
                    "a start by another spelling",
                    start(vertx, new JsonObject().put("uri", "postgres" + NOBODY_THERE)));
            await(
                    "a start on another table",
                    start(
                            vertx,
                            new JsonObject()
                                    .put("uri", "postgresql" + NOBODY_THERE)
                                    .put("leasesTable", "other_leases")));

            assertThat(twice)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on the leases of postgres://127.0.0.1:1/db in this Vertx already")
                    .hasMessageNotContaining("s3cr3t");
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    private static Future<Elector> start(Vertx vertx, JsonObject store) {
        ElectorOptions options = new ElectorOptions()
                .setComponent("billing")
                .setNode("replica-1")
                .setStore(store);
        return Elector.start(vertx, options, TermWork.none());
    }

    private static String identity(String uri) {
        return identity(uri, new JsonObject());
    }

    private static String identity(JsonObject options) {
        return identity(PLAIN, options);
    }

    private static String identity(String uri, JsonObject options) {
        return LeaseStoreProvider.identityOf(new StoreConfig(uri, options, "test", 1_000_000_000));
    }
}
