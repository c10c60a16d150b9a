// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the nodes of each kind are, and what they say. */
class RegistryKindsTest {
    @Test
    void everyPathIsOfOneKindAtMost() {
        assertKind("/services/a/10.0.0.1:1", ApplicationInstances.class);
        assertKind("/services/a", null);
        assertKind("/services/a/10.0.0.1:1/x", null);
        assertKind("/services", null);
        assertKind("/dubbo/mapping/I", ServiceMappings.class);
        assertKind("/dubbo/mapping/I/x", null);
        assertKind("/dubbo/metadata/I/provider/a", ServiceMetadata.class);
        assertKind("/dubbo/metadata/I/1.0/consumer/a", ServiceMetadata.class);
        assertKind("/dubbo/metadata/I/1.0/g/provider/a", ServiceMetadata.class);
        assertKind("/dubbo/metadata/I/1.0/g/h/provider/a", null);
        assertKind("/dubbo/metadata/I/provider", null);
        assertKind("/dubbo/metadata/a/0123456789abcdef", null);
        assertKind("/dubbo/metadata/provider/a", null);
        assertKind("/dubbo/config/dubbo/a.tag-router", Configurations.class);
        assertKind("/dubbo/config/dubbo/dubbo.properties", Configurations.class);
        assertKind("/dubbo/config/a.configurators", Configurations.class);
        assertKind("/dubbo/config/dubbo", null);
        assertKind("/dubbo/config/other/a.tag-router", null);
        assertKind("/dubbo/I/providers/x", InterfaceProviders.class);
        assertKind("/dubbo/I/consumers/x", null);
        assertKind("/dubbo/mapping/providers/x", null);
        assertKind("/dubbo/config/providers/x", null);
        assertKind("/somewhere/else/1", null);
    }

    @Test
    void protocolOfAnInstanceIsWhatItsOwnPortSpeaks() {
        String node = Fixture.instance("a", "10.0.0.1", 50_051)
                .replace(
                        "[{\\\"port\\\":50051,",
                        "[7,{\\\"port\\\":1,\\\"protocol\\\":\\\"rest\\\"},{\\\"port\\\":50051,")
                .replace("\\\"protocol\\\":\\\"dubbo\\\"}]", "\\\"protocol\\\":\\\"tri\\\"}]");
        List<String> below = List.of("a", "10.0.0.1:50051");

        assertThat(new ApplicationInstances().data(below, node).getString("protocol"))
                .isEqualTo("tri");
        assertThat(new ApplicationInstances()
                        .data(below, node.replace("dubbo.metadata-service.url-params", "no-url-params"))
                        .getString("protocol"))
                .isEqualTo("tri");
        assertThat(new ApplicationInstances()
                        .data(below, node.replace("dubbo.endpoints", "no-endpoints"))
                        .getString("protocol"))
                .isEqualTo("dubbo");
    }

    @Test
    void portsAreNumbersFrom1To65535() {
        List<String> below = List.of("a", "10.0.0.1:1");
        for (String port : List.of("0", "-1", "65536", "null", "\"1\"", "1.5", "99999999999")) {
            String node = Fixture.instance("a", "10.0.0.1", 1).replace("\"port\":1,", "\"port\":" + port + ",");
            assertThatThrownBy(() -> new ApplicationInstances().data(below, node))
                    .as(port)
                    .isInstanceOf(BadNodeException.class)
                    .hasMessageContaining("port in it is not a number from 1 to 65535");
        }
        for (String port : List.of("0", "65536", "999999999")) {
            assertThatThrownBy(() -> ProviderUrl.parse("dubbo://10.0.0.1:" + port + "/I"))
                    .as(port)
                    .isInstanceOf(BadNodeException.class)
                    .hasMessageContaining("from 1 to 65535");
        }
        assertThat(ProviderUrl.parse("dubbo://10.0.0.1:65535/I").port()).isEqualTo(65_535);
    }

    @Test
    void metadataPathIsReadFromItsEnd() {
        ServiceMetadata kind = new ServiceMetadata();
        List<String> below = List.of("com.acme.Outer%24Greeter", "1.0.0", "blue", "provider", "demo-provider");

        JsonObject data = kind.data(below, Fixture.metadata());

        assertThat(kind.name(below)).isEqualTo("com.acme.Outer%24Greeter/1.0.0/blue/provider/demo-provider");
        assertThat(data.getString("interface")).isEqualTo("com.acme.Outer$Greeter");
        assertThat(data.getJsonArray("qualifiers")).isEqualTo(JsonArray.of("1.0.0", "blue"));
        assertThat(data.getString("side")).isEqualTo("provider");
        assertThat(data.getString("app")).isEqualTo("demo-provider");
        assertThat(data.getJsonObject("definition").getJsonArray("methods")).hasSize(2);
    }

    @Test
    void providerSaysEverythingInItsName() {
        InterfaceProviders kind = new InterfaceProviders();
        List<String> below = List.of("com.acme.Outer%24Greeter", "providers", Fixture.provider());

        JsonObject data = kind.data(below, "");

        assertThat(data.getString("app")).isEqualTo("demo-provider");
        assertThat(data.getString("ip")).isEqualTo("10.1.2.3");
        assertThat(data.getInteger("port")).isEqualTo(20_880);
        assertThat(data.getString("protocol")).isEqualTo("dubbo");
        assertThat(data.getString("interface")).isEqualTo("com.acme.Outer$Greeter");
        assertThat(data.getJsonObject("parameters").getString("methods")).isEqualTo("greet,leave");
    }

    @Test
    void providerThatStartsAgainHasAnotherNameWhileTheOldOneIsThere() {
        InterfaceProviders kind = new InterfaceProviders();
        String url = Fixture.provider();

        String before = kind.name(List.of("I", "providers", url));
        String after = kind.name(List.of("I", "providers", url.replace("1764115200123", "1764115200999")));

        assertThat(before).startsWith("I/dubbo/10.1.2.3:20880/").isNotEqualTo(after);
        assertThat(kind.name(List.of("I", "providers", url))).isEqualTo(before);
    }

    @Test
    void userAndPasswordOfAUrlAreLeftOut() {
        ProviderUrl url = ProviderUrl.parse("dubbo://user:open-sesame@[fe80::1]:20880/ctx/I?application=a&x=1=2&&=y");

        assertThat(url.toString()).doesNotContain("open-sesame");
        assertThat(url.host()).isEqualTo("[fe80::1]");
        assertThat(url.path()).isEqualTo("ctx/I");
        assertThat(url.parameter("x")).contains("1=2");
    }

    @Test
    void mappingNamesApplications() {
        JsonObject data = new ServiceMappings().data(List.of("com.acme.Outer$Greeter"), "a, b,,c");

        assertThat(data.getJsonArray("apps")).isEqualTo(JsonArray.of("a", "b", "c"));
        assertThat(data.getString("interface")).isEqualTo("com.acme.Outer$Greeter");
    }

    @Test
    void configurationIsTextOfWhichTheNameTellsTheSort() {
        JsonObject rule = new Configurations().data(List.of("dubbo", "a.condition-router"), "force: true");
        JsonObject other = new Configurations().data(List.of("dubbo", "dubbo.properties"), "");

        assertThat(rule.getString("rule")).isEqualTo("condition-router");
        assertThat(rule.getString("content")).isEqualTo("force: true");
        assertThat(other.containsKey("rule")).isFalse();
    }

    @Test
    void listGoesWhereSomethingMayBeAndNowhereElse() {
        assertThat(new ApplicationInstances().descends(List.of("a", "b"))).isFalse();
        assertThat(new InterfaceProviders().descends(List.of("mapping"))).isFalse();
        assertThat(new InterfaceProviders().descends(List.of("I", "consumers"))).isFalse();
        assertThat(new InterfaceProviders().descends(List.of("I", "providers"))).isTrue();
        assertThat(new Configurations().descends(List.of("other"))).isFalse();
        assertThat(new ServiceMetadata().descends(List.of("I", "1", "g", "provider", "a")))
                .isFalse();
    }

    @Test
    void addressOfARegistryIsHostAndPort() {
        assertThat(new Registry("m", "a:2181,b:2181/chroot").address()).contains("chroot");
        assertThatThrownBy(() -> new Registry("m", "user:open-sesame@host"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host:port")
                .hasMessageNotContaining("open-sesame");
    }

    private static void assertKind(String path, Class<?> kind) {
        List<RegistryKind> kinds = RegistryReader.KINDS.stream()
                .filter(one -> {
                    Optional<List<String>> below = NodePath.below(one.base(), path);
                    return below.filter(one::accepts).isPresent();
                })
                .toList();
        if (kind == null) {
            assertThat(kinds).as(path).isEmpty();
        } else {
            assertThat(kinds).as(path).singleElement().isInstanceOf(kind);
        }
    }
}
