// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.store.LeaseStoreProvider;
import io.github.elector.store.StoreConfig;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whoever sends a password to nobody in particular is told so, once. */
class UnverifiedLinkTest {
    private final Vertx vertx = Vertx.vertx();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        await("the end of Vert.x", vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://db.example.com/app | | disable",
                "postgresql://u:s3cr3t@db.example.com/app?sslmode=prefer | | prefer",
                "postgresql://db.example.com/app?sslmode=allow | | prefer",
                "postgresql://192.0.2.7/app | prefer | prefer",
                "mysql://db.example.com/app | | disable",
                "mariadb://u:s3cr3t@[2001:db8::1]/app | disable | disable",
            })
    void openLinkIsWarnedAbout(String uri, String mode, String told) {
        store(uri, mode);

        assertThat(logged.list)
                .singleElement()
                .satisfies(warning -> assertThat(warning.toString())
                        .startsWith("[WARN] the link to ")
                        .contains(" is not verified (tls mode " + told
                                + "): somebody in between can read the password and take"
                                + " the server's place; set tls.mode of the store to verify-full")
                        .doesNotContain("s3cr3t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql://db.example.com/app", "mysql://db.example.com/app"})
    void encryptedLinkToSomebodyIsWarnedAboutForWhatItIs(String uri) {
        store(uri, "require");

        assertThat(logged.list)
                .extracting(Object::toString)
                .singleElement()
                .asString()
                .contains("somebody in between can take the server's place, password and all");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://db.example.com/app | verify-full",
                "postgresql://db.example.com/app?sslmode=verify-full |",
                "mysql://db.example.com/app | verify-ca",
                "postgresql://localhost/app |",
                "postgresql://LocalHost/app | prefer",
                "postgresql://127.0.0.53/app |",
                "mysql://[::1]/app |",
                "postgresql://%2Fvar%2Frun%2Fpostgresql/app |",
                "mysql://host/app?socket=%2Frun%2Fmysqld.sock |",
            })
    void verifiedLinkAndOneThatStaysHereAreNot(String uri, String mode) {
        store(uri, mode);

        assertThat(logged.list).isEmpty();
    }

    @Test
    void oneTargetIsWarnedAboutOnceInAVertx() {
        store("postgresql://a@db.example.com/app", null);
        store("postgresql://b@DB.example.com:5432/app?sslmode=prefer", null);
        store("postgresql://a@db.example.com/other", null);

        assertThat(logged.list).hasSize(2);
    }

    private void store(String uri, String mode) {
        JsonObject options =
                mode == null ? new JsonObject() : new JsonObject().put("tls", new JsonObject().put("mode", mode));
        LeaseStoreProvider.find(vertx, new StoreConfig(uri, options, "test", 1_000_000_000));
    }
}
