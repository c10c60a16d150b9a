// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.resources.ResourceGround;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Discovery from end to end; the same on every database. */
abstract class DiscoveryContract {
    private DiscoveryGround ground;

    abstract ResourceGround database();

    @BeforeEach
    void start() throws Exception {
        ground = new DiscoveryGround(database());
    }

    @AfterEach
    void close() throws Exception {
        ground.close();
    }

    @Test
    void firstListMakesTheRowsEqualToTheRegistry() throws Exception {
        long one = ground.client.register("a", "10.0.0.1", 20_880);
        long two = ground.client.register("b", "10.0.0.2", 20_881);

        ground.leadAndList();

        assertThat(ground.instances()).containsExactly("a/10.0.0.1:20880 " + one, "b/10.0.0.2:20881 " + two);
        assertThat(ground.database.rows("SELECT app, ip, port, protocol, release_version, registered_at_millis"
                        + " FROM rpc_instances WHERE app = 'a'"))
                .containsExactly("a 10.0.0.1 20880 dubbo 3.3.6 1764115200123");
        assertThat(new JsonObject(ground.database
                        .rows("SELECT CAST(data AS char(2000)) FROM rpc_instances WHERE app = 'a'")
                        .get(0)
                        .strip()))
                .isEqualTo(new JsonObject("""
                        {"app":"a","ip":"10.0.0.1","port":20880,"release":"3.3.6","protocol":"dubbo",
                         "preferSerialization":"hessian2,fastjson2","registeredAtMillis":1764115200123,
                         "metadataRevision":"0123456789abcdef0123456789abcdef","metadataStorage":"local",
                         "endpoints":[{"port":20880,"protocol":"dubbo"}],"tags":{"zone":"east"}}"""));
    }

    @Test
    void rowsFollowWhatComesChangesAndGoes() throws Exception {
        ground.client.register("a", "10.0.0.1", 20_880);
        ground.leadAndList();

        long came = ground.client.register("a", "10.0.0.2", 20_880);
        long changed = ground.client.set(
                RegistryClient.instancePath("a", "10.0.0.1", 20_880),
                Fixture.instance("a", "10.0.0.1", 20_880).replace("east", "west"));
        ground.news.awaitWritten(changed);
        assertThat(ground.instances()).containsExactly("a/10.0.0.1:20880 " + changed, "a/10.0.0.2:20880 " + came);

        ground.news.awaitWritten(ground.client.unregister("a", "10.0.0.1", 20_880));
        assertThat(ground.instances()).containsExactly("a/10.0.0.2:20880 " + came);
    }

    @Test
    void otherKindsAreStoredAsTheyAreAndFollowed() throws Exception {
        ground.client.create("/dubbo/mapping/com.acme.Outer$Greeter", "demo-provider,other");
        ground.client.create(
                "/dubbo/metadata/com.acme.Outer%24Greeter/1.0.0/blue/provider/demo-provider", Fixture.metadata());
        ground.client.create("/dubbo/config/dubbo/demo-provider.tag-router", "force: true\ntags: []\n");
        ground.client.create("/dubbo/config/old.configurators", "configs: []");
        String provider = "/dubbo/com.acme.Outer%24Greeter/providers/" + Fixture.provider();
        ground.client.create(provider, "10.1.2.3");

        ground.leadAndList();

        assertThat(ground.resources("mapping")).containsExactly("com.acme.Outer$Greeter");
        assertThat(ground.resources("metadata"))
                .containsExactly("com.acme.Outer%24Greeter/1.0.0/blue/provider/demo-provider");
        assertThat(ground.resources("config")).containsExactly("dubbo/demo-provider.tag-router", "old.configurators");
        assertThat(ground.resources("provider"))
                .singleElement()
                .asString()
                .startsWith("com.acme.Outer%24Greeter/dubbo/10.1.2.3:20880/");
        assertThat(ground.database.rows("SELECT name, registered_by FROM instances"))
                .containsExactly("demo-provider/10.1.2.3:20880 interface");
        assertThat(ground.database.rows("SELECT app, instances FROM applications"))
                .containsExactly("demo-provider 1");

        ground.client.create("/dubbo/mapping/com.acme.Second", "demo-provider");
        ground.client.delete("/dubbo/config/old.configurators");
        ground.client.delete("/dubbo/mapping/com.acme.Outer$Greeter");
        ground.news.awaitWritten(ground.client.delete(provider));

        assertThat(ground.resources("mapping")).containsExactly("com.acme.Second");
        assertThat(ground.resources("config")).containsExactly("dubbo/demo-provider.tag-router");
        assertThat(ground.resources("provider")).isEmpty();
    }

    @Test
    void rowsOfAnotherMeshAreNotTouched() throws Exception {
        ground.client.register("a", "10.0.0.1", 20_880);
        String insert = "INSERT INTO rpc_instances"
                + " (kind, mesh, name, data, source_revision, writer_term, writer_holder, written_at)"
                + " VALUES ('rpc-instance', '%s', 'x/1.1.1.1:1', '{}', 1, 1, 'other~1', CURRENT_TIMESTAMP)";
        ground.database.rows(insert.formatted("west"));
        ground.database.rows(insert.formatted(DiscoveryGround.MESH));

        ground.leadAndList();

        assertThat(ground.database.rows("SELECT mesh, name FROM rpc_instances ORDER BY mesh, name"))
                .containsExactly("east a/10.0.0.1:20880", "west x/1.1.1.1:1");
    }
}
