// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What a database would refuse is refused before: one row would fail all that are written with it. */
class ResourceTest {
    private static final ResourceKind RPC = new ResourceKind("rpc-instance", ResourceTable.RPC_INSTANCES);
    private static final ResourceKey KEY = new ResourceKey(RPC, "m", "a/1.1.1.1:1");

    @Test
    void portIsAWholeNumberFrom1To65535OrAbsent() {
        assertThat(with(new JsonObject().put("port", 65_535)).data().getInteger("port"))
                .isEqualTo(65_535);
        assertThat(with(new JsonObject()).data().isEmpty()).isTrue();

        for (Object port : new Object[] {0, -1, 65_536, 1L << 40, "20880", 1.5, null}) {
            assertThatThrownBy(() -> with(new JsonObject().put("port", port)))
                    .as("port " + port)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 1 to 65535");
        }
    }

    @Test
    void columnsHaveTheirTypes() {
        assertRefused(new JsonObject().put("app", 7), "field 'app' must be text");
        assertRefused(new JsonObject().put("app", "ä".repeat(128)), "at most 255 bytes");
        assertRefused(new JsonObject().put("registeredAtMillis", "now"), "must be a whole number");
        assertRefused(new JsonObject().put("registeredAtMillis", 1.0), "must be a whole number");
    }

    @Test
    void dataHaveNoNulAnywhere() {
        assertRefused(new JsonObject().put("a", "b\0"), "NUL");
        assertRefused(new JsonObject().put("a\0", "b"), "NUL");
        assertRefused(new JsonObject().put("a", new JsonArray().add(new JsonObject().put("b", "\0"))), "NUL");
    }

    @Test
    void dataAreNeitherDeepNorHuge() {
        JsonObject nested = new JsonObject();
        for (int i = 0; i < 23; i++) {
            nested = new JsonObject().put("a", nested);
        }
        assertThat(with(nested).text()).hasSizeGreaterThan(100);

        assertRefused(new JsonObject().put("a", nested), "nested at most 24 deep");
        assertRefused(new JsonObject().put("a", "b".repeat(1 << 20)), "at most 1048576 characters");
    }

    @Test
    void keysAreTextThatEveryDatabaseKeepsAsItIs() {
        assertThatThrownBy(() -> new ResourceKey(RPC, "m", "")).hasMessageContaining("1 to 1024 bytes, not 0");
        assertThatThrownBy(() -> new ResourceKey(RPC, "m", "ä".repeat(513))).hasMessageContaining("not 1026");
        assertThatThrownBy(() -> new ResourceKey(RPC, "m".repeat(129), "a")).hasMessageContaining("the mesh");
        assertThatThrownBy(() -> new ResourceKey(RPC, "m", "a\nb")).hasMessageContaining("control characters");
        assertThatThrownBy(() -> new ResourceKey(RPC, "m", "\ud800")).hasMessageContaining("Unicode");
        assertThatThrownBy(() -> new ResourceKind("RPC instance", ResourceTable.RPC_INSTANCES))
                .hasMessageContaining("a-z 0-9 -");
    }

    @Test
    void revisionIsNotNegative() {
        assertThatThrownBy(() -> new Resource(KEY, -1, new JsonObject())).hasMessageContaining("not -1");
    }

    @Test
    void dataAreACopy() {
        JsonObject data = new JsonObject().put("app", "a");
        Resource resource = new Resource(KEY, 1, data);

        data.put("app", "b");

        assertThat(resource.text()).isEqualTo("{\"app\":\"a\"}");
    }

    private static Resource with(JsonObject data) {
        return new Resource(KEY, 1, data);
    }

    private static void assertRefused(JsonObject data, String why) {
        assertThatThrownBy(() -> with(data))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
