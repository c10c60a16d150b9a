// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorVerticle;
import io.github.elector.examples.small.HelloLeader;
import io.github.elector.examples.small.Program;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar app.jar -conf elector.json}, with a manifest as the page says, and secrets that are elsewhere. */
@Timeout(120)
class LauncherTest {
    private static final Pattern URI = Pattern.compile("(\\w+://)([^:@/]+)(?::([^@/]*))?@(.*)");

    @TempDir
    Path folder;

    private Path jar;

    @BeforeEach
    void makeJar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toUri().toString())
                        .collect(Collectors.joining(" ")));
        ConfigurationPage.found("(?m)^(Main-[A-Za-z]+): (\\S+)$")
                .forEach(line -> attributes.putValue(line.group(1), line.group(2)));
        jar = folder.resolve("app.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream made = new JarOutputStream(file, manifest)) {
            made.finish();
        }
    }

    @Test
    void theFirstExampleOfThePageLeadsWithSecretsOfTheEnvironmentAndHandsTheLeaseBack() throws IOException {
        String uri = TestDatabases.postgres().freshDatabase();
        Matcher parts = URI.matcher(uri);
        assertThat(parts.matches()).isTrue();
        JsonObject config = ConfigurationPage.json().get(0);
        config.getJsonObject("store")
                .put("uri", parts.group(1) + parts.group(4))
                .put("createSchema", true);
        config.put("lease", 3_000).put("renew", 700).put("retry", 500).put("stop", 500);
        config.getJsonArray("components").stream()
                .flatMap(component -> ((JsonObject) component).getJsonArray("work").stream())
                .forEach(piece -> ((JsonObject) piece).put("verticle", HelloLeader.class.getName()));
        String password = parts.group(3) == null ? "any" : parts.group(3);

        try (Program program = start(config, Map.of("DATABASE_USER", parts.group(2), "DATABASE_PASSWORD", password))) {
            program.await("leads, term");
            program.await("leads, term");

            assertThat(program.terminate()).isEqualTo(Program.TERMINATED);

            assertThat(program.lines()).filteredOn("leads no more"::equals).hasSize(2);
        }
        assertThat(PostgresServer.execute(uri, "SELECT released FROM leader_leases"))
                .hasSize(2)
                .allMatch(row -> row.getBoolean("released"));
    }

    @Test
    void aFileWithTheUriIsEnough() throws IOException {
        String uri = TestDatabases.postgres().freshDatabase();
        Path secret = Files.writeString(folder.resolve("uri"), uri + "\n");
        JsonObject config = new JsonObject()
                .put(
                        "store",
                        new JsonObject()
                                .put("uri", new JsonObject().put("file", secret.toString()))
                                .put("createSchema", true))
                .put("lease", 3_000)
                .put("renew", 700)
                .put("retry", 500)
                .put("stop", 500)
                .put("components", new JsonArray().add(HELLO));

        try (Program program = start(config, Map.of())) {
            program.await("leads, term");
        }
    }

    @Test
    void aConfigurationThatCannotWorkEndsTheProcessAndNamesNoSecret() throws IOException {
        JsonObject config = new JsonObject()
                .put(
                        "store",
                        new JsonObject()
                                .put("uri", "postgresql://app:hunter2@127.0.0.1:1/db?password=hunter2")
                                .put("credentials", new JsonObject().put("password", "hunter2")))
                .put("components", new JsonArray().add(HELLO));

        try (Program program = start(config, Map.of("DATABASE_PASSWORD", "hunter2"))) {
            assertThat(program.exitCode()).isNotZero();

            assertThat(program.lines())
                    .anyMatch(line -> line.contains("credentials.password must be {\"env\": \"NAME\"}"))
                    .noneMatch(line -> line.contains("hunter2"));
        }
    }

    private static final JsonObject HELLO = new JsonObject()
            .put("name", "hello")
            .put("work", new JsonArray().add(new JsonObject().put("verticle", HelloLeader.class.getName())));

    private Program start(JsonObject config, Map<String, String> environment) throws IOException {
        assertThat(ConfigurationPage.found("Main-Verticle: (\\S+)").get(0).group(1))
                .isEqualTo(ElectorVerticle.class.getName());
        Path file = Files.writeString(folder.resolve("elector.json"), config.encode());
        return Program.java(environment, List.of("-jar", jar.toString(), "-conf", file.toString()));
    }
}
