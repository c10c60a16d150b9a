// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorOptions;
import io.github.elector.sql.SqlStoreOptions;
import io.github.elector.store.SecretReference;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The stores of the page are stores. {@link LauncherTest} runs its first example. */
class ConfigurationPageTest {
    @Test
    void everyStoreIsOne() throws IOException {
        List<JsonObject> blocks = ConfigurationPage.json();

        assertThat(blocks).hasSize(5);
        assertThat(blocks.stream().filter(block -> block.containsKey("components")))
                .hasSize(2)
                .allSatisfy(config -> {
                    JsonObject options = config.copy();
                    options.remove("components");
                    JsonObject read = new ElectorOptions(options).toJson();
                    assertThat(read.copy().mergeIn(options)).isEqualTo(read);
                });
        assertThat(blocks.stream()
                        .map(block -> block.getJsonObject("store", block))
                        .filter(this::hasCredentials))
                .hasSize(2)
                .allSatisfy(store -> assertThat(new SqlStoreOptions(store).getSecretCredentials())
                        .isEqualTo(store.getJsonObject("credentials")));
        assertThat(blocks.stream().map(block -> block.getValue("uri")).filter(JsonObject.class::isInstance))
                .hasSize(2)
                .allSatisfy(uri -> assertThat(
                                SecretReference.of("uri", (JsonObject) uri).toJson())
                        .isEqualTo(uri));
    }

    private boolean hasCredentials(JsonObject store) {
        return store.containsKey("credentials");
    }
}
