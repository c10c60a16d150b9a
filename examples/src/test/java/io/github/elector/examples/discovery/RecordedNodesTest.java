// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.resources.ResourceGround;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Discovery makes of each node that real providers wrote. */
class RecordedNodesTest {
    private static final String INTERFACE = "com.acme.Outer%24Greeter";
    private DiscoveryGround ground;

    @BeforeEach
    void start() throws Exception {
        ground = new DiscoveryGround(ResourceGround.postgres());
        ground.client.createAll(Recording.read());
        ground.leadAndList();
    }

    @AfterEach
    void close() throws Exception {
        ground.close();
    }

    @Test
    void eachNodeIsTheResourceItSays() {
        assertInstances();
        assertMappingsAndConfiguration();
        assertMetadata();
        assertProviders();
        assertThat(ground.skipped()).isZero();
        assertThat(ground.database.rows("SELECT name, registered_by FROM instances ORDER BY name"))
                .containsExactly(
                        "demo-consumer/10.1.2.3:20881 application", "demo-provider/10.1.2.3:20880 application");
        assertThat(ground.database.number("SELECT count(*) FROM registry_resources"))
                .isEqualTo(9);
    }

    private void assertInstances() {
        assertThat(data("rpc_instances", "rpc-instance"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "demo-provider/10.1.2.3:20880",
                        new JsonObject("""
                                {"app":"demo-provider","ip":"10.1.2.3","port":20880,"release":"3.3.6","protocol":"dubbo",
                                 "preferSerialization":"hessian2,fastjson2","registeredAtMillis":1764115200123,
                                 "metadataRevision":"0123456789abcdef0123456789abcdef","metadataStorage":"local",
                                 "endpoints":[{"port":20880,"protocol":"dubbo"}],"tags":{"zone":"east"}}"""),
                        "demo-consumer/10.1.2.3:20881",
                        new JsonObject("""
                                {"app":"demo-consumer","ip":"10.1.2.3","port":20881,"protocol":"dubbo",
                                 "registeredAtMillis":1764115200123,
                                 "metadataRevision":"0123456789abcdef0123456789abcdef","metadataStorage":"remote",
                                 "endpoints":[{"port":20881,"protocol":"dubbo"}],"tags":{}}""")));
    }

    private void assertMappingsAndConfiguration() {
        assertThat(data("registry_resources", "mapping"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("com.acme.Outer$Greeter", new JsonObject("""
                        {"interface":"com.acme.Outer$Greeter","apps":["demo-consumer","demo-provider"]}""")));
        assertThat(data("registry_resources", "config"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("dubbo/demo-provider.tag-router", new JsonObject("""
                        {"name":"demo-provider.tag-router","rule":"tag-router","content":"force: true\\ntags: []\\n"}""")));
    }

    /** The metadata of a whole application, {@code /dubbo/metadata/APP/DIGEST}, are of no interface, and left alone. */
    private void assertMetadata() {
        Map<String, JsonObject> metadata = data("registry_resources", "metadata");
        assertThat(metadata)
                .containsOnlyKeys(
                        INTERFACE + "/1.0.0/blue/provider/demo-provider",
                        INTERFACE + "/consumer/demo-consumer",
                        INTERFACE + "/provider/demo-consumer",
                        INTERFACE + "/provider/demo-provider");
        assertMetadata(
                metadata.get(INTERFACE + "/1.0.0/blue/provider/demo-provider"),
                "provider",
                "demo-provider",
                JsonArray.of("1.0.0", "blue"));
        assertMetadata(
                metadata.get(INTERFACE + "/provider/demo-provider"), "provider", "demo-provider", new JsonArray());
        assertMetadata(
                metadata.get(INTERFACE + "/consumer/demo-consumer"), "consumer", "demo-consumer", new JsonArray());
        assertThat(metadata.get(INTERFACE + "/provider/demo-provider").getJsonObject("definition"))
                .isEqualTo(new JsonObject(Fixture.metadata()));
    }

    private static void assertMetadata(JsonObject data, String side, String app, JsonArray qualifiers) {
        assertThat(data.getString("interface")).isEqualTo("com.acme.Outer$Greeter");
        assertThat(data.getString("side")).isEqualTo(side);
        assertThat(data.getString("app")).isEqualTo(app);
        assertThat(data.getJsonArray("qualifiers")).isEqualTo(qualifiers);
    }

    private void assertProviders() {
        List<JsonObject> providers =
                List.copyOf(data("registry_resources", "provider").values());
        assertThat(providers)
                .extracting(data -> data.getString("app") + " " + data.getString("protocol") + " "
                        + data.getString("ip") + ":" + data.getInteger("port") + " "
                        + data.getString("interface") + " "
                        + data.getJsonObject("parameters").getString("group") + " "
                        + data.getJsonObject("parameters").getString("methods"))
                .containsExactlyInAnyOrder(
                        "demo-consumer dubbo 10.1.2.3:20881 com.acme.Outer$Greeter null greet,leave",
                        "demo-provider dubbo 10.1.2.3:20880 com.acme.Outer$Greeter blue greet,leave",
                        "demo-provider dubbo 10.1.2.3:20880 com.acme.Outer$Greeter null greet,leave");
    }

    private Map<String, JsonObject> data(String table, String kind) {
        Map<String, JsonObject> data = new TreeMap<>();
        ground.database
                .rows("SELECT name || ' ' || data FROM " + table + " WHERE kind = '" + kind + "'")
                .forEach(row -> {
                    int space = row.indexOf(' ');
                    data.put(row.substring(0, space), new JsonObject(row.substring(space + 1)));
                });
        return data;
    }
}
