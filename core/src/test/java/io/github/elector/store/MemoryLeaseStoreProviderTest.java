// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.testing.CapturedLogs;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryLeaseStoreProviderTest {
    private final Vertx vertx = Vertx.vertx();
    private final CapturedLogs logs = new CapturedLogs();

    @AfterEach
    void close() {
        logs.close();
        await("the end of Vert.x", vertx.close());
    }

    @Test
    void unknownKeyOfTheStoreIsWarnedAboutOnceWithoutItsValue() {
        ElectorOptions options =
                options(new JsonObject().put("uri", "memory:keys").put("leeseTable", "hunter2"));

        await("a start", Elector.start(vertx, options.setComponent("billing"), TermWork.none()));
        await("a start on the same session", Elector.start(vertx, options.setComponent("search"), TermWork.none()));

        assertThat(warnings())
                .containsExactly("WARNING unknown store option 'leeseTable' is ignored: correct or remove it; known are"
                        + " [uri]");
        assertThat(logs.lines()).noneMatch(line -> line.contains("hunter2"));
    }

    @Test
    void knownKeyOfTheStoreIsNotWarnedAbout() {
        ElectorOptions options = options(new JsonObject().put("uri", "memory:keys"));

        await("a start", Elector.start(vertx, options.setComponent("billing"), TermWork.none()));

        assertThat(warnings()).isEmpty();
    }

    private static ElectorOptions options(JsonObject store) {
        return new ElectorOptions().setNode("replica-1").setStore(store);
    }

    private List<String> warnings() {
        return logs.lines().stream().filter(line -> line.contains("unknown")).toList();
    }
}
