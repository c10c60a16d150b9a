// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.elector.examples.resources.Change;
import io.github.elector.examples.resources.ResourceGround;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Nodes nobody can understand cost themselves, and nothing else. */
class BadNodesTest {
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(SkippedNodes.class);
    private static final String SECRET = "open-sesame";

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private DiscoveryGround ground;

    @BeforeEach
    void start() throws Exception {
        ground = new DiscoveryGround(ResourceGround.postgres());
        log.start();
        LOGGER.addAppender(log);
        LOGGER.setAdditive(false);
    }

    @AfterEach
    void close() throws Exception {
        LOGGER.detachAppender(log);
        LOGGER.setAdditive(true);
        ground.close();
    }

    @Test
    void badNodesInAListAreToldOnceCountedAndSkipped() throws Exception {
        Map<String, String> bad = bad();
        createAll(bad);
        createGood();

        ground.leadAndList();

        assertOnlyGoodRows();
        assertThat(told()).hasSize(bad.size()).allMatch(line -> line.startsWith("mesh 'east': node /"));
        bad.keySet()
                .forEach(path -> assertThat(told())
                        .as(path)
                        .filteredOn(line -> line.contains("node " + path + " is skipped: it "))
                        .hasSize(1));
        assertThat(String.join("\n", told())).doesNotContain(SECRET);
        assertThat(ground.skipped()).isEqualTo(bad.size());

        ground.registry.expire(ground.sessions().get(0));
        ground.news.await("listed");

        assertThat(told()).hasSize(bad.size());
        assertThat(ground.skipped()).isEqualTo(2L * bad.size());
        assertOnlyGoodRows();
    }

    @Test
    void badNodesThatComeLaterAreSkippedAndTheGoodOnesBesideThemWritten() throws Exception {
        ground.leadAndList();
        Map<String, String> bad = bad();

        createAll(bad);
        ground.news.awaitWritten(createGood());

        assertOnlyGoodRows();
        assertThat(told()).hasSize(bad.size());
    }

    @Test
    void nodeThatTurnsBadIsNoResourceUntilItIsMended() throws Exception {
        String path = RegistryClient.instancePath("a", "10.0.0.1", 1);
        ground.client.register("a", "10.0.0.1", 1);
        ground.leadAndList();

        ground.news.awaitWritten(ground.client.set(path, "{"));
        assertThat(ground.instances()).isEmpty();
        long mended = ground.client.set(path, Fixture.instance("a", "10.0.0.1", 1));
        ground.news.awaitWritten(mended);

        assertThat(ground.instances()).containsExactly("a/10.0.0.1:1 " + mended);
        ground.news.awaitWritten(ground.client.set(path, "{"));
        assertThat(told()).hasSize(2);
    }

    @Test
    void dataOnParentNodesAreNothing() throws Exception {
        ground.client.create("/services/a", "{\"name\":\"a\"}");
        ground.client.create("/dubbo/config/dubbo", "10.0.0.1");
        ground.client.create("/dubbo/config/some-group/some-key", "10.0.0.1");
        ground.client.create("/dubbo/metadata/I/provider", "10.0.0.1");
        ground.client.create("/dubbo/I/consumers/consumer%3A%2F%2F10.0.0.1%2FI", "");
        ground.client.create("/services/a/10.0.0.1:1/deeper", "not read");
        ground.client.set("/services/a/10.0.0.1:1", Fixture.instance("a", "10.0.0.1", 1));

        ground.leadAndList();

        assertThat(told()).isEmpty();
        assertThat(ground.instances()).hasSize(1);
        assertThat(ground.database.number("SELECT count(*) FROM registry_resources"))
                .isZero();
    }

    @Test
    void nodesThatVanishBeforeTheyAreReadAreNothing() throws Exception {
        ground.leadAndList();
        for (int i = 1; i <= 50; i++) {
            ground.client.register("a", "10.0.0." + i, 1);
            ground.client.unregister("a", "10.0.0." + i, 1);
        }
        ground.news.awaitWritten(ground.client.register("b", "10.0.0.1", 1));

        assertThat(ground.instances()).hasSize(1);
        assertThat(told()).isEmpty();
    }

    @Test
    void whatMayNotBeReadIsToldOnceCountedAndSkipped() throws Exception {
        createGood();
        ground.client.register("a", "10.0.0.2", 1);
        ground.client.hide(RegistryClient.instancePath("a", "10.0.0.2", 1));
        ground.client.register("hidden", "10.0.0.3", 1);
        ground.client.hide("/services/hidden");

        ground.leadAndList();

        assertOnlyGoodRows();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        "mesh 'east': node /services/a/10.0.0.2:1 is skipped: it may not be read by us",
                        "mesh 'east': node /services/hidden is skipped: it may not be read by us");
        assertThat(ground.skipped()).isEqualTo(2);

        listAgain();

        assertOnlyGoodRows();
        assertThat(told()).hasSize(2);
        assertThat(ground.skipped()).isEqualTo(4);
    }

    @Test
    void rowsOfWhatMayNotBeReadAnyMoreStay() throws Exception {
        createGood();
        ground.client.create("/dubbo/config/dubbo/shop.properties", "a=b");
        ground.client.register("a", "10.0.0.2", 1);
        ground.client.register("b", "10.0.0.3", 1);
        ground.leadAndList();
        ground.client.hide(RegistryClient.instancePath("a", "10.0.0.1", 1));
        ground.client.hide("/services/b");
        ground.client.hide("/dubbo/mapping");
        ground.client.hide("/dubbo/metadata/com.acme.Outer%24Greeter");
        ground.client.hide("/dubbo/config/dubbo");
        ground.client.hide("/dubbo/I/providers");
        ground.news.awaitWritten(ground.client.unregister("a", "10.0.0.2", 1));

        listAgain();

        assertThat(ground.instances()).map(row -> row.split(" ", 2)[0]).containsExactly("a/10.0.0.1:1", "b/10.0.0.3:1");
        assertThat(ground.resources("mapping")).hasSize(1);
        assertThat(ground.resources("metadata")).hasSize(1);
        assertThat(ground.resources("config")).hasSize(1);
        assertThat(ground.resources("provider")).hasSize(1);
    }

    @Test
    void whatMayBeReadAgainIsListedAgain() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.client.register("a", "10.0.0.2", 1);
        ground.leadAndList();
        ground.client.hide("/services/a");
        ground.client.zookeeper().delete(RegistryClient.instancePath("a", "10.0.0.2", 1), -1);
        listAgain();

        ground.client.show("/services/a");
        listAgain();

        assertThat(ground.instances()).hasSize(1).first().asString().startsWith("a/10.0.0.1:1 ");
        assertThat(told()).hasSize(1);
    }

    /** As between the event and the answer. */
    @Test
    void changedNodeThatMayNotBeReadIsSkippedAndTheOthersAreRead() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.client.register("a", "10.0.0.2", 1);
        String hidden = RegistryClient.instancePath("a", "10.0.0.1", 1);
        ground.client.hide(hidden);

        SkippedNodes skipped = new SkippedNodes(DiscoveryGround.MESH);
        List<Change> changes = ground.read(
                new RegistryReader(DiscoveryGround.MESH, skipped),
                Map.of(hidden, 1L, RegistryClient.instancePath("a", "10.0.0.2", 1), 2L));

        assertThat(changes).hasSize(1).first().isInstanceOf(Change.Upsert.class);
        assertThat(skipped.count()).isEqualTo(1);
    }

    /** Where nothing at all may be read, that is said as what it is. */
    @Test
    void baseThatMayNotBeReadIsAFailure() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.client.hide("/services");

        ground.lead();

        assertThat(ground.news.await("failed").getString("cause")).isEqualTo("NoAuthException");
    }

    private void listAgain() {
        ground.registry.expire(ground.sessions().get(0));
        ground.news.await("listed");
    }

    /** Path to data. */
    private static Map<String, String> bad() {
        String good = Fixture.instance("a", "10.0.0.9", 1);
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("/services/a/malformed", "{\"name\":\"a\",\"password\":\"" + SECRET);
        bad.put("/services/a/empty", "");
        bad.put("/services/a/address-of-the-creator", "10.0.0.9");
        bad.put("/services/a/array", "[]");
        bad.put("/services/a/without-payload", "{\"name\":\"a\",\"address\":\"10.0.0.9\",\"port\":1,\"payload\":null}");
        bad.put("/services/a/without-metadata", good.replace("\"metadata\"", "\"other\""));
        bad.put("/services/a/without-address", good.replace("\"address\"", "\"other\""));
        bad.put("/services/a/port-0", good.replace("\"port\":1,", "\"port\":0,"));
        bad.put("/services/a/port-65536", good.replace("\"port\":1,", "\"port\":65536,"));
        bad.put("/services/a/port-null", good.replace("\"port\":1,", "\"port\":null,"));
        bad.put("/services/a/of-another-application", good.replace("\"name\":\"a\"", "\"name\":\"b\""));
        bad.put("/services/a/malformed-endpoints", good.replace("[{\\\"port", "[{port"));
        bad.put("/services/a/timestamp", good.replace("1764115200123", "yesterday"));
        bad.put("/services/a/nul", good.replace("\"east\"", "\"\\u0000\""));
        bad.put("/services/a/deep", good.replace("\"east\"", "[".repeat(40) + "]".repeat(40)));
        bad.put("/services/a/very-deep", "{\"a\":" + "[".repeat(5_000));
        bad.put("/services/a/huge", good.replace("east", "x".repeat(600_000)));
        bad.put("/services/a/long-address", good.replace("10.0.0.9", "1".repeat(300)));
        bad.put("/dubbo/mapping/com.acme.None", " , ");
        bad.put("/dubbo/metadata/com.acme%2/provider/a", Fixture.metadata());
        bad.put("/dubbo/metadata/com.acme%ff/provider/a", Fixture.metadata());
        bad.put("/dubbo/metadata/com.acme.Malformed/provider/a", "{");
        bad.put("/dubbo/I/providers/dubbo%3A%2F%2F10.0.0.9%3A1%2FI%", "");
        bad.put("/dubbo/I/providers/nonsense", "");
        bad.put("/dubbo/I/providers/dubbo%3A%2F%2F10.0.0.9%3A0%2FI%3Fapplication%3Da", "");
        bad.put("/dubbo/I/providers/dubbo%3A%2F%2F10.0.0.9%3A70000%2FI%3Fapplication%3Da", "");
        bad.put("/dubbo/I/providers/dubbo%3A%2F%2F10.0.0.9%3A1%2FI%3Fside%3Dprovider", "");
        return bad;
    }

    private void createAll(Map<String, String> nodes) throws Exception {
        for (Map.Entry<String, String> node : nodes.entrySet()) {
            ground.client.create(node.getKey(), node.getValue());
        }
        ground.client.create("/services/a/no-utf8", new byte[] {'{', (byte) 0xff, '}'});
        nodes.put("/services/a/no-utf8", "");
    }

    private long createGood() throws Exception {
        ground.client.register("a", "10.0.0.1", 1);
        ground.client.create("/dubbo/mapping/com.acme.Outer$Greeter", "a");
        ground.client.create("/dubbo/metadata/com.acme.Outer%24Greeter/provider/a", Fixture.metadata());
        return ground.client.create("/dubbo/I/providers/" + Fixture.provider(), "");
    }

    private void assertOnlyGoodRows() {
        assertThat(ground.instances()).hasSize(1).first().asString().startsWith("a/10.0.0.1:1 ");
        assertThat(ground.resources("mapping")).containsExactly("com.acme.Outer$Greeter");
        assertThat(ground.resources("metadata")).containsExactly("com.acme.Outer%24Greeter/provider/a");
        assertThat(ground.resources("provider")).hasSize(1);
    }

    private List<String> told() {
        return List.copyOf(log.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
