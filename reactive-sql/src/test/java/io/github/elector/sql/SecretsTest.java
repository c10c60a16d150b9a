// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A password is in no message, no cause, no log line and no text form. */
class SecretsTest {
    private static final String SECRET = "s3cr3t";

    private final TestStores stores = new TestStores();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listenToTheLog() {
        logger.setLevel(Level.TRACE);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        stores.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:s3cr3t@host:notaport/db",
                "postgresql://user:s3cr3t:s3cr3t@host/db",
                "postgresql://user:s3cr3t#1@host/db",
                "postgresql://user:s3cr3t?x@host/db",
                "postgresql://user:s3cr3t/x@host/db",
                "postgresql://user:s3cr3t@x@host/db",
                "postgresql://user:%zz-s3cr3t@host/db",
                "postgresql://:s3cr3t@host/db",
                "postgresql://user%3A%40s3cr3t?@host/db",
                "postgresql://user%3As3cr3t?@host/db",
                "postgresql://host/db?password=s3cr3t&broken",
                "postgresql://host/db?password=s3cr3t&sslmode=no-such-mode",
                "postgresql:user:s3cr3t@host/db",
                "postgresql://host:99999/db?password=s3cr3t"
            })
    void uriThatIsNoneIsRefusedWithoutItsPassword(String uri) {
        Throwable refusal = catchThrowable(() -> store(uri));

        assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("postgresql://");
        assertThat(everythingItSays(refusal)).doesNotContain(SECRET);
    }

    @Test
    void schemeMayBeInUpperCase() {
        assertThat(store("PostgreSQL://user:s3cr3t@127.0.0.1/db")).isNotNull();
    }

    @Test
    void failuresAndLogsDoNotShowThePassword() {
        String right = stores.server.freshRole(SECRET);
        List<LeaseStore> failing = List.of(
                store(right.replace(SECRET, "wrong-" + SECRET)),
                store(right.replaceFirst("@[^/]*", "@127.0.0.1:1")),
                store(right.replaceFirst("@[^/]*", "@no-such-host.invalid")),
                store(right + "_missing"),
                store(right));

        for (LeaseStore each : failing) {
            assertThat(everythingItSays(failure("prepare", each.prepare()))).doesNotContain(SECRET);
            assertThat(everythingItSays(failure("a heartbeat", each.heartbeat(TestStores.freshSession()))))
                    .doesNotContain(SECRET);
            assertThat(each.toString()).doesNotContain(SECRET);
        }
        assertThat(logged.list).allSatisfy(event -> {
            assertThat(event.getFormattedMessage()).doesNotContain(SECRET);
            assertThat(
                            event.getThrowableProxy() == null
                                    ? ""
                                    : event.getThrowableProxy().getMessage())
                    .doesNotContain(SECRET);
        });
    }

    @Test
    void textFormsDoNotShowThePassword() {
        String uri = "postgresql://user:s3cr3t@host/db";
        StoreConfig config = new StoreConfig(uri, new JsonObject().put("uri", uri), "test", 1_000_000_000);

        assertThat(new SqlStoreOptions().setUri(uri).toString()).doesNotContain(SECRET);
        assertThat(PostgresSettings.of(config).toString()).doesNotContain(SECRET);
        assertThat(config.toString()).doesNotContain(SECRET);
    }

    @Test
    void whatMayBeAPasswordInThePlaceOfADatabaseIsNotShown() {
        for (String uri : List.of("postgresql://user/x%3As3cr3t", "mysql://user/x%3As3cr3t")) {
            StoreConfig config = new StoreConfig(uri, new JsonObject(), "test", 1_000_000_000);
            ConnectionSettings settings =
                    uri.startsWith("mysql") ? MysqlSettings.of(config) : PostgresSettings.of(config);

            assertThat(settings.target()).startsWith("user:").endsWith("/x…");
        }
    }

    @Test
    void thePasswordOfAUriInThePlaceOfATableIsNotRepeated() {
        JsonObject json = new JsonObject().put("leasesTable", "postgresql://user:s3cr3t@host/db");

        assertThat(everythingItSays(catchThrowable(() -> new SqlStoreOptions(json))))
                .contains("leasesTable 'postgresql…' is no table name")
                .doesNotContain(SECRET);
    }

    private LeaseStore store(String uri) {
        return stores.store(uri, Duration.ofSeconds(2));
    }

    private static String everythingItSays(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
