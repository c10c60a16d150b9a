// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.elector.ElectorOptions;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.Notice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.xml.sax.InputSource;

/** Every block of code of every page is code: it compiles, is read, and means something to whom it is for. */
class GuideCodeTest {
    private static final Set<String> LANGUAGES =
            Set.of("", "java", "json", "yaml", "xml", "sh", "sql", "text", "properties");

    @TempDir
    Path classes;

    static Stream<String> pages() {
        return Page.all().stream().map(Page::name);
    }

    private static Page page(String name) {
        return Page.read(Page.TOP.resolve(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyJavaCompiles(String name) {
        assertThat(JavaSnippets.complaints(page(name), classes)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyBlockIsOfALanguageThatIsCheckedOrIsText(String name) {
        assertThat(page(name).blocks())
                .allSatisfy(block ->
                        assertThat(LANGUAGES).as("line %d", block.line()).contains(block.language()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyJsonIsWhatItSeemsToBe(String name) {
        assertThat(page(name).blocks("json")).allSatisfy(block -> {
            Object json =
                    block.text().strip().startsWith("[") ? new JsonArray(block.text()) : new JsonObject(block.text());
            if (json instanceof JsonObject object) {
                understood(object);
            }
        });
    }

    /** What has a key that only one of our forms has must be one of that form. */
    private static void understood(JsonObject json) {
        if (json.containsKey("status")) {
            assertThat(Keys.ofHealth()).containsAll(json.fieldNames());
            json.getJsonArray("components")
                    .forEach(component ->
                            assertThat(Keys.ofComponentHealth()).containsAll(((JsonObject) component).fieldNames()));
        } else if (json.containsKey("type")) {
            assertThat(Notice.from(json).toJson()).isEqualTo(json);
        } else if (json.containsKey("command")) {
            assertThat(CommandRequest.from(json).toJson()).isEqualTo(json);
        } else if (json.containsKey("phase")) {
            assertThat(Keys.ofState()).containsAll(json.fieldNames());
        } else if (json.containsKey("store") || json.containsKey("components")) {
            JsonObject options = json.copy();
            options.remove("components");
            assertThat(Keys.ofOptions()).containsAll(options.fieldNames());
            assertThatCode(() -> new ElectorOptions(options).timing()).doesNotThrowAnyException();
            store(options.getJsonObject("store", new JsonObject()));
        } else if (json.containsKey("uri")) {
            store(json);
        }
    }

    private static void store(JsonObject store) {
        assertThat(Keys.ofStore()).containsAll(store.fieldNames());
        assertThat(Keys.ofTls())
                .containsAll(store.getJsonObject("tls", new JsonObject()).fieldNames());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyYamlIsRead(String name) {
        assertThat(page(name).blocks("yaml"))
                .allSatisfy(block -> assertThat(new Load(LoadSettings.builder().build()).loadFromString(block.text()))
                        .isNotNull());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyXmlIsRead(String name) {
        assertThat(page(name).blocks("xml"))
                .allSatisfy(block -> assertThat(DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(new InputSource(new StringReader("<blocks>" + block.text() + "</blocks>"))))
                        .isNotNull());
    }

    /** Read, not run. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the pages are for a Unix shell")
    void everyCommandIsOneTheShellUnderstands() throws Exception {
        for (Page page : Page.all()) {
            for (Page.Block block : page.blocks("sh")) {
                // What stands for something of the reader's own is no redirection.
                String script = block.text().replaceAll("<[a-z ]+>", "yours");
                Process shell = new ProcessBuilder("bash", "-n", "-c", script)
                        .redirectErrorStream(true)
                        .start();
                String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
                assertThat(shell.exitValue())
                        .as("%s, line %d: %s", page.name(), block.line(), said)
                        .isZero();
            }
        }
    }

    /** That the test looks at anything at all. */
    @Test
    void thereIsCodeToCheck() {
        List<Page> all = Page.all();

        assertThat(new TreeSet<>(all.stream().map(Page::name).toList())).contains("README.md", "docs/database.md");
        assertThat(all.stream().mapToInt(page -> page.blocks("java").size()).sum())
                .isGreaterThan(20);
        assertThat(all.stream().mapToInt(page -> page.blocks("json").size()).sum())
                .isGreaterThan(8);
    }
}
