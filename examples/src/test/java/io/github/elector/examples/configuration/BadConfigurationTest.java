// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.configuration;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.ElectorVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Configurations that cannot work: each is refused with a reason, nothing is deployed, and no secret is repeated. */
class BadConfigurationTest {
    private static final String SECRET = "hunter2";
    private static final String URI = "postgresql://app:hunter2@db/app";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.elector");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.TRACE);
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        await("the end of Vert.x", vertx.close());
    }

    /** What replaces the same keys of a configuration that works, and what the refusal says. */
    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("{'lease': '30s'}", "lease (30s) must be a number of milliseconds"),
                Arguments.of("{'lease': 1.5}", "lease (1.5) must be a whole number"),
                Arguments.of("{'lease': {'" + URI + "': 1}}", "lease ({…}) must be a number"),
                Arguments.of("{'lease': 500}", "retry (5 s) must not be longer than lease (500.0 ms)"),
                Arguments.of("{'campaign': 'no'}", "campaign (no) must be true or false"),
                Arguments.of("{'clustered': 1}", "clustered (1) must be true or false"),
                Arguments.of("{'remoteCommands': true}", "set commands to true as well"),
                Arguments.of("{'metadata': 'somewhere'}", "metadata (a string) must be an object"),
                Arguments.of("{'session': '" + URI + "'}", "session ('postgresql…') must be one of [shared, own]"),
                Arguments.of("{'node': '" + URI + "'}", "node name 'postgresql…'"),
                Arguments.of("{'prefix': '" + URI + "'}", "address prefix 'postgresql…'"),
                Arguments.of("{'prefix': 5}", "prefix (5) must be a string"),
                Arguments.of("{'store': '" + URI + "'}", "store must be an object with a uri"),
                Arguments.of("{'store': {}}", "store has no uri"),
                Arguments.of("{'store': {'uri': ['" + URI + "']}}", "store has no uri"),
                Arguments.of("{'store': {'uri': 'app:hunter2@db'}}", "no store for scheme 'app' (uri app:…)"),
                Arguments.of("{'store': {'uri': 'postgresql://app:hunter2'}}", "postgresql://"),
                Arguments.of(
                        "{'store': {'uri': 'postgresql://db/app?password=hunter2&sslmode=hunter2'}}",
                        "store uri postgresql://db/app is no PostgreSQL uri"),
                Arguments.of("{'store': {'uri': {'env': 'ELECTOR_NO_SUCH_URI'}}}", "(ELECTOR_NO_SUCH_URI) is not set"),
                Arguments.of("{'store': {'uri': {'env': '" + URI + "'}}}", "is no name of an environment variable"),
                Arguments.of("{'store': {'uri': {'file': '" + URI + "'}}}", "is no absolute path"),
                Arguments.of("{'store': {'uri': {'file': '/no/such/file'}}}", "(/no/such/file) cannot be read"),
                Arguments.of("{'store': {'uri': {'file': '@folder'}}}", "cannot be read: is it there, a file"),
                Arguments.of("{'store': {'uri': {'file': '@empty'}}}", "is empty"),
                Arguments.of("{'store': {'uri': {'file': '@properties'}}}", "has more than one line"),
                Arguments.of("{'store': {'uri': {'file': '@wrong'}}}", "store uri postgresql://… is no PostgreSQL uri"),
                Arguments.of(
                        "{'store': {'uri': 'mysql://db/app', 'credentials': {'password': 'hunter2'}}}",
                        "credentials.password must be {\"env\""),
                Arguments.of(
                        "{'store': {'uri': 'postgresql://db/app', 'credentials': {'password': {'env': 'ELECTOR_NO_SUCH'}}}}",
                        "credentials.password.env (ELECTOR_NO_SUCH) is not set"),
                Arguments.of(
                        "{'store': {'uri': 'postgresql://db/app', 'credentials': {'pass:hunter2': 1}}}",
                        "credentials has user and password, and no 'pass…'"),
                Arguments.of("{'store': {'uri': 'postgresql://db/app', 'credentials': 5}}", "credentials must be"),
                Arguments.of("{'store': {'uri': 'postgresql://db/app', 'leasesTable': '" + URI + "'}}", "leasesTable"),
                Arguments.of("{'components': {'name': 'billing'}}", "components must be an array"),
                Arguments.of("{'components': []}", "components must be an array"),
                Arguments.of("{'components': ['" + URI + "']}", "must be an object with a name"),
                Arguments.of("{'components': [{'name': '" + URI + "'}]}", "component name 'postgresql…'"),
                Arguments.of("{'components': [{'name': 'a'}, {'name': 'a'}]}", "'a' is named twice"),
                Arguments.of("{'components': [{'name': 'a', 'work': 'com.acme.A'}]}", "must be an array"),
                Arguments.of(
                        "{'components': [{'name': 'a', 'work': [{'verticle': 'com.acme.None'}]}]}", "com.acme.None"),
                Arguments.of(
                        "{'components': [{'name': 'a', 'work': [{'verticle': '" + URI + "'}]}]}",
                        "verticle 'postgresql…'"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String change, String reason) throws IOException {
        Files.writeString(folder.resolve("empty"), "");
        Files.writeString(folder.resolve("properties"), "user=app\npassword=" + SECRET + "\n");
        Files.writeString(folder.resolve("wrong"), "postgresql://app:" + SECRET + "\n");
        String text = change.replace('\'', '"')
                .replace("@folder", folder.toString())
                .replaceAll("@(empty|properties|wrong)", folder + "/$1");
        JsonObject config = new JsonObject(
                        "{\"store\": {\"uri\": \"memory:bad\"}, \"components\": [{\"name\": \"billing\"}]}")
                .mergeIn(new JsonObject(text));

        Throwable refusal = failure("the deployment", deploy(config));

        assertThat(refusal).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(reason);
        StringWriter everything = new StringWriter();
        refusal.printStackTrace(new PrintWriter(everything));
        assertThat(everything.toString()).doesNotContain(SECRET);
        assertThat(refusal.getMessage()).doesNotContain("\n");
        assertThat(vertx.deploymentIDs()).isEmpty();
        assertNoSecretIsLogged();
    }

    @Test
    void aKeyNobodyKnowsIsWarnedAboutWithoutItsValueAndIgnored() {
        JsonObject config =
                new JsonObject("{\"store\": {\"uri\": \"memory:bad\", \"password\": \"hunter2\", \"" + URI + "\": 1},"
                        + " \"leese\": \"hunter2\", \"labels\": \"hunter2\", \"" + URI + "\": true,"
                        + " \"components\": [{\"name\": \"billing\", \"token\": \"hunter2\"}]}");

        await("the deployment", deploy(config));

        assertThat(logged.list)
                .filteredOn(event -> event.getLevel() == Level.WARN)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.startsWith("unknown elector option 'leese' is ignored"))
                .anyMatch(line -> line.startsWith("unknown elector option 'labels' is ignored"))
                .anyMatch(line -> line.startsWith("unknown elector option 'postgresql…' is ignored"))
                .anyMatch(line -> line.startsWith("unknown store option 'password' is ignored"))
                .anyMatch(line -> line.startsWith("unknown store option 'postgresql…' is ignored"))
                .anyMatch(line -> line.startsWith("unknown key of a component 'token' is ignored"));
        assertNoSecretIsLogged();
    }

    private Future<String> deploy(JsonObject config) {
        return vertx.deployVerticle(ElectorVerticle.class.getName(), new DeploymentOptions().setConfig(config));
    }

    private void assertNoSecretIsLogged() {
        assertThat(logged.list).extracting(ILoggingEvent::getFormattedMessage).noneMatch(line -> line.contains(SECRET));
    }
}
