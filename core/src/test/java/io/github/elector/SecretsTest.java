// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.elector.notice.Notice;
import io.github.elector.store.StoreConfig;
import io.github.elector.store.StoreUri;
import io.github.elector.testing.CapturedLogs;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password that stands in a URI, rightly or by mistake, is told to nobody. */
class SecretsTest {
    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @ValueSource(strings = {"lease", "retry", "session", "overrun", "trustDatabaseClock", "campaign", "commands"})
    void thePasswordOfAUriInTheWrongPlaceIsNotRepeated(String key) {
        JsonObject json = new JsonObject().put(key, "postgresql://user:hunter2@host/db");

        assertThatThrownBy(() -> new ElectorOptions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"component", "node", "prefix"})
    void thePasswordInAnObjectInTheWrongPlaceIsNotRepeated(String key) {
        JsonObject json = new JsonObject().put(key, new JsonObject().put("uri", "postgresql://user:hunter2@host/db"));

        assertThatThrownBy(() -> new ElectorOptions(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(key)
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oracle://user:hunter2@host:1521/db",
                "oracle://user:hunter2@host:1521/db?sslmode=require",
                "oracle://user:p@hunter2@host/db",
                "oracle://user:hunter2@host/db?user=a@b",
                "oracle://user:p?hunter2@host/db",
                "oracle://user:p#hunter2@host/db",
                "oracle://user:p/hunter2@host/db",
                "oracle://host/db?password=hunter2",
                "oracle://host/db?a=b&password=hunter2#x",
                "oracle://host/db#hunter2",
                "oracle://host/db;password=hunter2",
                "oracle://user:hunter2",
                "oracle://user:hunter2/db",
                "oracle://user:hunter2#host/db",
                "oracle:user:hunter2",
                "oracle:user/hunter2",
                "jdbc:oracle://host/db?password=hunter2",
                "jdbc:oracle:thin:user/hunter2",
                "user:hunter2@host/db",
                "//user:hunter2@host/db",
                "://user:hunter2@host/db",
                "user hunter2 host",
                "\noracle://user:hunter2@host/db"
            })
    void thePasswordOfAUriThatCannotWorkIsToldToNobody(String uri) {
        Vertx vertx = Vertx.vertx();
        try (CapturedLogs logs = new CapturedLogs()) {
            ElectorOptions options =
                    new ElectorOptions().setComponent("billing").setStoreUri(uri);
            JsonObject json =
                    options.toJson().put("components", new JsonArray().add(new JsonObject().put("name", "a")));

            Future<Elector> started = Elector.start(vertx, options, TermWork.none());
            Future<String> byName =
                    vertx.deployVerticle("io.github.elector.ElectorVerticle", new DeploymentOptions().setConfig(json));
            await("two starts that fail", Future.join(started, byName).otherwiseEmpty());

            assertThat(started.failed()).isTrue();
            assertThat(byName.failed()).isTrue();
            assertThat(everything(started.cause())).doesNotContain(SECRET).contains("postgresql://");
            assertThat(everything(byName.cause())).doesNotContain(SECRET);
            assertThat(options.toString()).doesNotContain(SECRET);
            assertThat(new StoreConfig(uri, options.getStore(), "test", 1).toString())
                    .doesNotContain(SECRET);
            assertThat(StoreUri.withoutSecrets(uri)).doesNotContain(SECRET).doesNotContain("\n");
            assertThat(logs.lines()).noneMatch(line -> line.contains(SECRET));
        } finally {
            vertx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://host:5432/db",
                "postgresql://host/db",
                "postgresql://[::1]:5432/db",
                "memory:name",
                "memory:"
            })
    void whatHoldsNoSecretIsShownWhole(String uri) {
        assertThat(StoreUri.withoutSecrets(uri)).isEqualTo(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://user:hunter2@host:5432/db",
                "postgresql://user:hunter2@host/db?sslmode=require",
                "postgresql://host/db?password=hunter2",
                "user:hunter2@host/db",
                "//user:hunter2@host/db",
                "user hunter2 host",
                "\npostgresql://user:hunter2@host/db"
            })
    void thePasswordOfAUriInThePlaceOfANameIsToldToNobody(String uri) {
        Vertx vertx = Vertx.vertx();
        try (CapturedLogs logs = new CapturedLogs()) {
            for (ElectorOptions options : List.of(usable().setComponent(uri), usable().setNode(uri))) {
                assertThat(everything(failure("the start", Elector.start(vertx, options, TermWork.none()))))
                        .contains("name '")
                        .doesNotContain(SECRET);
                assertThat(options.toString()).doesNotContain(SECRET);
            }
            JsonObject component = new JsonObject().put("name", uri);
            for (JsonArray components : List.of(
                    new JsonArray().add(component),
                    new JsonArray().add(component).add(component),
                    new JsonArray().add(component.copy().put("work", "none")))) {
                JsonObject json = usable().toJson().put("components", components);
                Future<String> byName = vertx.deployVerticle(
                        "io.github.elector.ElectorVerticle", new DeploymentOptions().setConfig(json));
                assertThat(everything(failure("the deployment by name", byName)))
                        .contains("component name '")
                        .doesNotContain(SECRET);
            }
            assertThat(logs.lines()).noneMatch(line -> line.contains(SECRET));
        } finally {
            vertx.close();
        }
    }

    @Test
    void thePasswordOfAUriInThePlaceOfAKeyOrOfAClassIsToldToNobody() {
        String uri = "postgresql://user:hunter2@host/db";
        try (CapturedLogs logs = new CapturedLogs()) {
            new ElectorOptions(usable().toJson().put(uri, true));
            JsonArray work = new JsonArray().add(new JsonObject().put("verticle", uri));
            JsonArray options = new JsonArray()
                    .add(new JsonObject()
                            .put("verticle", "io.github.elector.ElectorVerticle")
                            .put("options", new JsonObject().put("threadingModel", uri)));

            assertThat(everything(catchThrowable(() -> TermWork.fromJson(work))))
                    .doesNotContain(SECRET);
            assertThat(everything(catchThrowable(() -> TermWork.fromJson(options))))
                    .doesNotContain(SECRET);
            assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "term"})
    void thePasswordInANoticeOfSomebodyElseIsNotRepeated(String key) {
        JsonObject json = new JsonObject()
                .put("type", "elected")
                .put("component", "billing")
                .put("node", "replica-1")
                .put(key, "postgresql://user:hunter2@host/db");

        assertThat(everything(catchThrowable(() -> Notice.from(json)))).doesNotContain(SECRET);
    }

    private static ElectorOptions usable() {
        return new ElectorOptions().setComponent("billing").setNode("replica-1").setStoreUri("memory:secrets");
    }

    private static String everything(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
