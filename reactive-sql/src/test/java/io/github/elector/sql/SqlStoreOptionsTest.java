// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class SqlStoreOptionsTest {
    @Test
    void goesToJsonAndBack() {
        JsonObject json = new JsonObject()
                .put("uri", "postgresql://host/db")
                .put("createSchema", true)
                .put("pooler", true)
                .put("sessionsTable", "a.sessions")
                .put("leasesTable", "b.leases")
                .put("overviewView", "c.overview")
                .put(
                        "tls",
                        new JsonObject()
                                .put("mode", "verify-ca")
                                .put("ca", "ca.pem")
                                .put("certificate", "client.pem")
                                .put("key", "client.key"))
                .put("credentials", "com.acme.Supplier");

        assertThat(new SqlStoreOptions(json).toJson()).isEqualTo(json);
        assertThat(new SqlStoreOptions(new SqlStoreOptions(json)).toJson()).isEqualTo(json);
    }

    @Test
    void credentialsThatAreSomewhereElseGoToJsonAndBackAsTheyWereWritten() {
        JsonObject json = new SqlStoreOptions()
                .setSecretCredentials(new JsonObject()
                        .put("user", "app")
                        .put("password", new JsonObject().put("file", "/run/secrets/password")))
                .toJson();

        assertThat(new SqlStoreOptions(json).toJson()).isEqualTo(json);
        assertThat(new SqlStoreOptions(new SqlStoreOptions(json)).toJson()).isEqualTo(json);
        assertThat(new SqlStoreOptions(json).getCredentials()).isNull();
    }

    @Test
    void hasDefaultsThatCreateNothing() {
        SqlStoreOptions options = new SqlStoreOptions(new JsonObject());

        assertThat(options.toJson()).isEqualTo(new SqlStoreOptions().toJson());
        assertThat(options.isCreateSchema()).isFalse();
        assertThat(options.isPooler()).isFalse();
        assertThat(options.tables(TableNaming.POSTGRES).leases().quoted()).isEqualTo("\"public\".\"leader_leases\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".b",
                "a.b.c",
                "two words",
                "leases; DROP TABLE users",
                "leases\"",
                "leases\" (x) VALUES (1); --",
                "1leases",
                "lösung",
                "leases\u0000",
                "leases\n",
                "x123456789012345678901234567890123456789012345678901234567890123"
            })
    void nameThatIsNoIdentifierIsRefused(String name) {
        JsonObject options = new JsonObject().put("leasesTable", name);

        assertThatThrownBy(() -> new SqlStoreOptions(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leasesTable")
                .hasMessageContaining("schema.table")
                .message()
                .matches("[\\x20-\\x7e…]*");
        assertThatThrownBy(() -> Fence.postgres(new SqlStoreOptions().setLeasesTable(name)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAreFoldedToLowerCaseSoThatTwoSpellingsAreOneTable() {
        assertThat(TableNaming.POSTGRES.name("leasesTable", "Public.Leader_Leases"))
                .isEqualTo(TableNaming.POSTGRES.name("leasesTable", "leader_leases"));
    }

    @Test
    void tablesMustDiffer() {
        assertThatThrownBy(() -> new SqlStoreOptions(
                        new JsonObject().put("leasesTable", "same").put("sessionsTable", "SAME")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("different names");
    }

    @Test
    void valueOfAnotherTypeIsRefusedByName() {
        assertThatThrownBy(() -> new SqlStoreOptions(new JsonObject().put("createSchema", "yes")))
                .hasMessage("createSchema (yes) must be true or false");
        assertThatThrownBy(() -> new SqlStoreOptions(new JsonObject().put("uri", 5)))
                .hasMessage("uri must be a text in quotes");
    }

    @Test
    void unknownKeyIsWarnedAboutWithoutItsValue() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            new SqlStoreOptions(new JsonObject().put("leeseTable", "s3cr3t").put("leasesTable", "leases"));
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(Object::toString)
                .containsExactly("[WARN] unknown store option 'leeseTable' is ignored: correct or remove it; known are"
                        + " [createSchema, credentials, leasesTable, overviewView, pooler, sessionsTable, tls, uri]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://host/db",
                "postgres://host/db",
                "POSTGRES://host/db",
                "mysql://host/db",
                "mariadb://host/db",
                "MariaDB://host/db"
            })
    void storeIsFoundByTheSchemeOfItsUri(String uri) {
        Vertx vertx = Vertx.vertx();
        try {
            assertThat(LeaseStoreProvider.find(vertx, new StoreConfig(uri, new JsonObject(), "test", 1_000_000_000)))
                    .isInstanceOf(SqlLeaseStore.class);
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessionsTable", "leasesTable", "overviewView"})
    void tableThatIsNullIsRefusedByName(String key) {
        JsonObject json = new JsonObject().putNull(key);

        assertThatThrownBy(() -> new SqlStoreOptions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key + " (null) must be a text in quotes; remove it for 'leader_");
    }
}
