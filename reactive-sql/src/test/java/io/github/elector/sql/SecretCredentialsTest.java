// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** User and password that a store reads in files and in the environment, on PostgreSQL. */
class SecretCredentialsTest {
    private static final String SECRET = "s3cr3t";
    private static final String NEW_SECRET = "n3w-s3cr3t";

    private final TestStores stores = new TestStores();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Path user;
    private Path password;

    @BeforeEach
    void write(@TempDir Path folder) throws IOException {
        logger.setLevel(Level.TRACE);
        logged.start();
        logger.addAppender(logged);
        user = Files.writeString(folder.resolve("user"), role() + "\n");
        password = Files.writeString(folder.resolve("password"), SECRET + "\n");
        changePassword(SECRET);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        stores.close();
    }

    @Test
    void filesSayWhoLogsInAndTheirEndOfLineIsNoPartOfIt() {
        LeaseStore store = store(new JsonObject().put("user", file(user)).put("password", file(password)));

        await("prepare", store.prepare());

        assertNoSecretIsLogged();
    }

    @Test
    void userMayStandInTheConfigurationOrInTheUri() {
        JsonObject secret = new JsonObject().put("password", file(password));

        await("prepare", store(secret.copy().put("user", role())).prepare());
        String uri = stores.server.uri().replaceFirst("//([^@/]*@)?", "//" + role() + "@");
        await("prepare", store(uri, secret).prepare());
    }

    @Test
    void passwordThatIsRotatedIsReadForTheNextConnection() throws IOException {
        LeaseStore store = store(new JsonObject().put("user", role()).put("password", file(password)));
        await("prepare", store.prepare());
        changePassword(NEW_SECRET);
        Files.writeString(password, NEW_SECRET);
        stores.terminateBackends();

        await("prepare", store.prepare().recover(cut -> store.prepare()));

        assertNoSecretIsLogged();
    }

    @Test
    void fileThatIsNotThereIsNoRightUntilItIs() throws IOException {
        Files.delete(password);
        LeaseStore store = store(new JsonObject().put("user", role()).put("password", file(password)));

        LeaseStoreException missing = (LeaseStoreException) failure("prepare", store.prepare());
        Files.writeString(password, "");
        LeaseStoreException empty = (LeaseStoreException) failure("prepare", store.prepare());
        Files.writeString(password, "wrong-" + SECRET);
        LeaseStoreException wrong = (LeaseStoreException) failure("prepare", store.prepare());
        Files.writeString(password, SECRET);
        await("prepare", store.prepare());

        assertThat(missing.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(missing)
                .hasMessageContaining("credentials.password.file (")
                .hasMessageContaining("cannot be read")
                .hasMessageContaining("it is read again for the next connection");
        assertThat(empty.kind()).isEqualTo(Kind.NO_RIGHT);
        assertThat(empty).hasMessageContaining("is empty");
        assertThat(wrong.kind()).isEqualTo(Kind.NO_RIGHT);
        assertNoSecretIsLogged();
    }

    @Test
    void variableThatIsNotSetIsRefusedAtOnce() {
        JsonObject credentials =
                new JsonObject().put("password", new JsonObject().put("env", "ELECTOR_NO_SUCH_VARIABLE"));

        assertThatThrownBy(() -> store(credentials))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credentials.password.env (ELECTOR_NO_SUCH_VARIABLE) is not set, or empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"user\":\"app\"}",
                "{\"password\":\"s3cr3t\"}",
                "{\"password\":null}",
                "{\"password\":{\"value\":\"s3cr3t\"}}",
                "{\"password\":{\"env\":\"s3cr3t!\"}}",
                "{\"password\":{\"file\":\"s3cr3t\"}}",
                "{\"password\":{\"env\":\"PATH\"},\"pass word s3cr3t\":1}",
                "{\"password\":{\"env\":\"PATH\"},\"user\":5}",
                "{\"user\":{\"s3cr3t\":\"x\"},\"password\":{\"env\":\"PATH\"}}"
            })
    void whatIsWrittenInAnotherWayIsRefusedAndNotRepeated(String credentials) {
        Throwable refusal = catchThrowable(() -> store(new JsonObject(credentials)));

        assertThat(refusal)
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("credentials")
                .message()
                .doesNotContain(SECRET);
        assertNoSecretIsLogged();
    }

    @Test
    void uriOfAFenceMayBeInAFileToo() throws IOException {
        Path uri = Files.writeString(password.resolveSibling("uri"), "postgresql://app:" + SECRET + "@host/db\n");

        SqlStoreOptions options = new SqlStoreOptions(new JsonObject().put("uri", file(uri)));

        assertThat(options.getUri()).isEqualTo("postgresql://app:" + SECRET + "@host/db");
        assertThat(options.toString()).doesNotContain(SECRET);
        assertThat(Fence.of(options)).isNotNull();
    }

    private LeaseStore store(JsonObject credentials) {
        return store(stores.server.uri().replaceFirst("//([^@/]*@)?", "//somebody@"), credentials);
    }

    private LeaseStore store(String uri, JsonObject credentials) {
        return stores.store(
                uri, Duration.ofSeconds(5), TestStores.options(stores.schema).put("credentials", credentials));
    }

    private static JsonObject file(Path file) {
        return new JsonObject().put("file", file.toString());
    }

    private String role() {
        return PostgresServer.user(stores.uri());
    }

    private void changePassword(String secret) {
        stores.execute("ALTER ROLE " + role() + " PASSWORD '" + secret + "'");
    }

    private void assertNoSecretIsLogged() {
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(SECRET) || line.contains(NEW_SECRET));
    }
}
