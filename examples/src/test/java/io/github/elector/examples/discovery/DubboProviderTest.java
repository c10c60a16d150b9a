// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.discovery.RegistryTree.Node;
import io.github.elector.examples.resources.ResourceGround;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/**
 * Discovery and real Dubbo providers, each in a JVM of its own. What they write is also compared with what was recorded for
 * the other tests; with {@code -Delector.dubbo.record=true} it is recorded anew.
 *
 * <p>Not on a JDK newer than this Dubbo: on 25 its provider dies of a class of fastjson 1 that it can do without on 17.
 */
@EnabledForJreRange(max = JRE.JAVA_21)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DubboProviderTest {
    private static final boolean RECORD = Boolean.getBoolean("elector.dubbo.record");
    private static final Map<String, String> RECORDED = Recording.comparable(Recording.read());
    private static final String BARRIER = "/dubbo/config/dubbo/barrier";

    @TempDir
    private static Path classes;

    private static DiscoveryGround ground;
    private static RegistryTree tree;
    private static long session;
    private static DubboProcess provider;
    private static DubboProcess consumer;
    private static List<Node> written;

    @BeforeAll
    static void start() throws Exception {
        DubboProcess.compile(classes);
        ground = new DiscoveryGround(ResourceGround.postgres());
        ground.leadAndList();
        session = ground.sessions().get(0);
        tree = new RegistryTree(ground.client.zookeeper());
        ground.client.create(BARRIER, "");
        String registry = ground.registry.address();
        provider = DubboProcess.start(
                classes, registry, "demo-provider", List.of("-Ddubbo.labels=zone=east"), List.of("version", "rule"));
        consumer = DubboProcess.start(
                classes,
                registry + "?session=3000",
                "demo-consumer",
                List.of("-Ddubbo.application.metadata-type=remote"),
                List.of("consumer"));
        provider.awaitReady();
        consumer.awaitReady();
        // Some of it is written by other threads of theirs.
        written = ours(
                RECORD
                        ? tree.awaitQuiet(2_000)
                        : tree.await(nodes -> comparable(ours(nodes)).equals(RECORDED)));
        ground.news.awaitWritten(ground.client.set(BARRIER, "written"));
    }

    @AfterAll
    static void close() throws Exception {
        try {
            if (provider != null) {
                provider.close();
            }
            if (consumer != null) {
                consumer.close();
            }
        } finally {
            ground.close();
        }
    }

    @Test
    void providersWriteWhatWasRecorded() throws Exception {
        if (RECORD) {
            Recording.write(release(), normalized(written));
            return;
        }
        assertThat(comparable(written))
                .as("what Dubbo writes; if it is to be another, record it anew: " + Recording.COMMAND)
                .containsExactlyInAnyOrderEntriesOf(RECORDED);
    }

    @Test
    void instancesAreListed() {
        assertThat(ground.database.rows("""
                        SELECT app, port, protocol, release_version, json_extract_path_text(data, 'tags', 'zone'),
                               json_extract_path_text(data, 'metadataStorage'),
                               length(json_extract_path_text(data, 'metadataRevision')), registered_at_millis > 0
                        FROM rpc_instances ORDER BY app DESC"""))
                .containsExactly(
                        "demo-provider " + provider.port() + " dubbo " + release() + " east local 32 true",
                        "demo-consumer " + consumer.port() + " dubbo null null remote 32 true");
    }

    @Test
    void everythingElseIsListed() {
        assertThat(ground.resources("mapping")).containsExactly("com.acme.Outer$Greeter");
        assertThat(ground.resources("metadata"))
                .containsExactlyInAnyOrder(
                        "com.acme.Outer%24Greeter/provider/demo-provider",
                        "com.acme.Outer%24Greeter/1.0.0/blue/provider/demo-provider",
                        "com.acme.Outer%24Greeter/provider/demo-consumer",
                        "com.acme.Outer%24Greeter/consumer/demo-consumer");
        assertThat(ground.resources("config"))
                .containsExactlyInAnyOrder("dubbo/barrier", "dubbo/demo-provider.tag-router");
        assertThat(ground.database.rows(
                        "SELECT app, port FROM registry_resources WHERE kind = 'provider' ORDER BY app"))
                .containsExactly(
                        "demo-consumer " + consumer.port(),
                        "demo-provider " + provider.port(),
                        "demo-provider " + provider.port());
    }

    @Test
    void whoRegistersBothWaysIsOneInstance() {
        assertThat(ground.database.rows("SELECT app, instances, registered FROM applications ORDER BY app"))
                .containsExactly("demo-consumer 1 1", "demo-provider 1 1");
    }

    @Test
    void nothingOfItIsSkipped() {
        assertThat(ground.skipped()).isZero();
    }

    /** Everything was told by watches, one node at a time. */
    @Test
    void listFindsTheSame() {
        List<String> before = rows();

        ground.registry.expire(session);
        ground.news.await("lost");
        JsonObject listed = ground.news.await("listed");

        assertThat(listed.getInteger("upserts")).isZero();
        assertThat(listed.getInteger("deletes")).isZero();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void providerThatEndsIsGoneAtOnceAndItsMetadataStay() throws Exception {
        provider.end();

        awaitGone(provider);

        assertThat(ground.database.rows("SELECT app FROM rpc_instances")).containsExactly("demo-consumer");
        assertThat(ground.database.rows("SELECT app FROM registry_resources WHERE kind = 'provider'"))
                .containsExactly("demo-consumer");
        assertThat(ground.resources("metadata")).hasSize(4);
        assertThat(ground.resources("mapping")).hasSize(1);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void providerThatIsKilledIsGoneWhenItsSessionHasExpired() throws Exception {
        consumer.kill();

        awaitGone(consumer);

        assertThat(ground.database.rows("SELECT app FROM rpc_instances")).isEmpty();
        assertThat(ground.resources("provider")).isEmpty();
        assertThat(ground.resources("metadata")).hasSize(4);
    }

    private static void awaitGone(DubboProcess process) throws Exception {
        List<Node> left = tree.await(nodes -> ephemeralOf(process, nodes).isEmpty());
        assertThat(ephemeralOf(process, left)).isEmpty();
        ground.news.awaitWritten(ground.client.set(BARRIER, "without " + process.application()));
    }

    private static List<Node> ephemeralOf(DubboProcess process, List<Node> nodes) {
        return nodes.stream()
                .filter(Node::ephemeral)
                .filter(node -> (node.path() + node.data()).contains(process.application()))
                .toList();
    }

    private static Map<String, String> comparable(List<Node> nodes) {
        return Recording.comparable(normalized(nodes));
    }

    private static List<Node> normalized(List<Node> nodes) {
        return Recording.normalized(
                nodes,
                Map.of(provider.port(), 20_880, consumer.port(), 20_881),
                // As Java writes it, without an empty authority.
                classes.toUri().toString().replace("file:///", "file:/"));
    }

    /** The nodes that are not of the test itself. */
    private static List<Node> ours(List<Node> nodes) {
        return nodes.stream().filter(node -> !node.path().equals(BARRIER)).toList();
    }

    private static String release() {
        String url = written.stream()
                .map(Node::path)
                .filter(path -> path.contains("release%3D"))
                .findFirst()
                .orElseThrow();
        return url.replaceAll(".*release%3D([^%]+)%.*", "$1");
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("rpc_instances", "registry_resources")) {
            rows.addAll(ground.database.rows(
                    "SELECT kind, name, source_revision, data::text FROM " + table + " ORDER BY kind, name"));
        }
        return rows;
    }
}
