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
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What {@code tls} may say, alone and beside a URI. */
class TlsOptionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'mode': 'verify_full'} | tls.mode must be one of disable, prefer, require, verify-ca, verify-full",
                "{'mode': 1} | tls.mode must be a text in quotes",
                "{'mode': 'require', 'ca': 'ca.pem'} | tls.ca has no effect with tls.mode require: set tls.mode to verify-full, or remove tls.ca",
                "{'certificate': 'c.pem'} | tls.certificate and tls.key go together: tls.key is missing",
                "{'key': 'c.key'} | tls.certificate and tls.key go together: tls.certificate is missing",
                "{'mode': 'disable', 'certificate': 'c.pem', 'key': 'c.key'} | tls.certificate has no effect with tls.mode disable: set tls.mode to verify-full, or remove tls.certificate and tls.key",
                "{'ca': ''} | tls.ca must be the path of a PEM file, not what is in it",
                "{'certificate': 'c.pem', 'key': '-----BEGIN PRIVATE KEY----- s3cr3t'} | tls.key must be the path of a PEM file, not what is in it",
            })
    void whatHasNoEffectIsRefused(String tls, String refusal) {
        JsonObject store = new JsonObject("{\"tls\":" + tls.replace('\'', '"') + "}");

        assertThatThrownBy(() -> new SqlStoreOptions(store))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(refusal);
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThatThrownBy(() -> new SqlStoreOptions(new JsonObject().put("tls", true)))
                .hasMessage("tls must be an object, such as {\"mode\": \"verify-full\", \"ca\": \"ca.pem\"}");
    }

    @Test
    void modeIsVerifyFullUnlessSaidOtherwise() {
        assertThat(new SqlStoreOptions(new JsonObject().put("tls", new JsonObject())).getTls())
                .isEqualTo(TlsOptions.of(TlsMode.VERIFY_FULL, null));
    }

    @Test
    void unknownKeyIsWarnedAbout() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        logger.addAppender(logged);
        try {
            new SqlStoreOptions(new JsonObject().put("tls", new JsonObject().put("cafile", "s3cr3t")));
        } finally {
            logger.detachAppender(logged);
        }

        assertThat(logged.list)
                .extracting(Object::toString)
                .containsExactly("[WARN] unknown tls option 'cafile' is ignored: correct or remove it; known are"
                        + " [ca, certificate, key, mode]");
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://u:s3cr3t@host/db?sslmode=verify-full&sslrootcert=ca.pem, sslrootcert",
        "postgresql://u:s3cr3t@host/db?SSLCERT=c.pem, SSLCERT",
        "postgresql://u:s3cr3t@host/db?sslkey=c.key, sslkey",
    })
    void fileThatTheClientWouldIgnoreIsRefused(String uri, String option) {
        assertThatThrownBy(() -> find(uri, new JsonObject()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("store uri postgresql://host/db names a file by " + option + ", which the client ignores:"
                        + " name it by tls.ca, tls.certificate or tls.key of the store, and remove it here");
    }

    @Test
    void uriAndOptionsMustNotContradictEachOther() {
        JsonObject tls = new JsonObject().put("tls", new JsonObject().put("mode", "verify-full"));

        find("postgresql://localhost/db?sslmode=verify-full", tls);
        assertThatThrownBy(() -> find("postgresql://localhost/db?sslmode=require", tls))
                .hasMessage("tls.mode (verify-full) contradicts the URI's sslmode (require): remove the latter");
    }

    @ParameterizedTest
    @CsvSource({"postgresql://host/db", "mysql://host/db"})
    void whoeverLogsInHoweverItIsTheSameLeases(String uri) {
        JsonObject more = new JsonObject()
                .put("tls", new JsonObject().put("ca", "ca.pem"))
                .put("credentials", "com.acme.Supplier");

        assertThat(LeaseStoreProvider.identityOf(config(uri, more)))
                .isEqualTo(LeaseStoreProvider.identityOf(config(uri, new JsonObject())));
    }

    private static void find(String uri, JsonObject options) {
        Vertx vertx = Vertx.vertx();
        try {
            LeaseStoreProvider.find(vertx, config(uri, options));
        } finally {
            await("the end of Vert.x", vertx.close());
        }
    }

    private static StoreConfig config(String uri, JsonObject options) {
        return new StoreConfig(uri, options, "test", 1_000_000_000);
    }
}
