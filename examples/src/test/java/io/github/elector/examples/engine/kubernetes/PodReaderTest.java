// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.Phase;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pod is as a runtime instance. */
class PodReaderTest {
    @Test
    void readyPodIsARunningInstanceWithWhatIsKnownOfIt() {
        RuntimeInstance instance = read(PodRules.DEFAULT, pod());

        assertThat(instance.key()).isEqualTo(new InstanceKey("zk1", "ns/shop-0"));
        assertThat(instance.application()).isEqualTo("shop");
        assertThat(instance.ip()).isEqualTo("10.0.0.7");
        assertThat(instance.port()).isEqualTo(20_880);
        assertThat(instance.phase()).isEqualTo(Phase.RUNNING);
        assertThat(instance.revision()).isEqualTo(7);
        assertThat(instance.details()).isEqualTo(new JsonObject("""
                        {"source":"kubernetes","host":"node-1","uid":"uid-of-shop-0","createdAt":"2026-01-02T03:04:00Z",
                         "startTime":"2026-01-02T03:04:05Z","startedAtMillis":1767323045000,
                         "readyAt":"2026-01-02T03:04:09Z","conditions":{"Ready":"True"},
                         "ownerKind":"ReplicaSet","ownerName":"shop-7f",
                         "container":"main","image":"registry.example/shop:1",
                         "probePorts":{"livenessProbe":20880,"readinessProbe":"qos"}}"""));
    }

    @Test
    void podThatDoesNotSayItsApplicationIsNone() {
        assertThat(new PodReader(PodRules.DEFAULT)
                        .instance(new Pod(Pods.without(pod(), "org.apache.dubbo/dubbo-app-name"))))
                .isEmpty();
        assertThat(new PodReader(PodRules.DEFAULT).instance(new Pod(new JsonObject())))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.apache.dubbo/dubbo-rpc-port", "org.apache.dubbo/registry"})
    void podThatSaysItsApplicationAndNotTheRestIsRefused(String label) {
        JsonObject pod = Pods.without(pod(), label);

        assertThatThrownBy(() -> read(PodRules.DEFAULT, pod))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no label " + label);
    }

    @ParameterizedTest
    @CsvSource({
        "Pending, true, STARTING",
        "Running, true, RUNNING",
        "Running, false, STARTING",
        "Succeeded, false, SUCCEEDED",
        "Failed, false, FAILED",
        "Unknown, true, UNKNOWN",
        "Sleeping, true, UNKNOWN"
    })
    void phaseIsThatOfTheStatusAndOfReadiness(String status, boolean isReady, Phase phase) {
        assertThat(read(PodRules.DEFAULT, pod().put("status", Pods.status(status, isReady)))
                        .phase())
                .isEqualTo(phase);
    }

    @Test
    void podThatIsToBeDeletedTerminatesAndOneThatEndsAgainAndAgainCrashes() {
        JsonObject deleted = pod();
        deleted.getJsonObject("metadata").put("deletionTimestamp", "2026-01-02T04:00:00Z");

        assertThat(read(PodRules.DEFAULT, deleted).phase()).isEqualTo(Phase.TERMINATING);
        assertThat(read(PodRules.DEFAULT, Pods.waiting(pod(), "CrashLoopBackOff"))
                        .phase())
                .isEqualTo(Phase.CRASHING);
        assertThat(read(PodRules.DEFAULT, Pods.waiting(pod(), "ContainerCreating"))
                        .phase())
                .isEqualTo(Phase.RUNNING);
        assertThat(read(PodRules.DEFAULT, pod().put("status", new JsonObject())).ip())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', main",
        "'{\"type\":\"ByIndex\",\"index\":1}', sidecar",
        "'{\"type\":\"ByIndex\",\"index\":2}', ",
        "'{\"type\":\"ByLast\"}', sidecar",
        "'{\"type\":\"ByName\",\"name\":\"sidecar\"}', sidecar",
        "'{\"type\":\"ByAnnotation\",\"annotationKey\":\"main\"}', sidecar",
        "'{\"type\":\"ByAnnotation\",\"annotationKey\":\"missing\"}', "
    })
    void mainContainerIsChosenByTheRule(String rule, String container) {
        JsonObject pod = pod();
        pod.getJsonObject("metadata").put("annotations", new JsonObject().put("main", "sidecar"));

        assertThat(read(rules("mainContainerChooseStrategy", rule), pod)
                        .details()
                        .getString("container"))
                .isEqualTo(container);
    }

    @Test
    void annotationNamedInTheConfigurationGivesTheApplication() {
        JsonObject pod = Pods.without(pod(), "org.apache.dubbo/dubbo-app-name");
        pod.getJsonObject("metadata").put("annotations", new JsonObject().put("app", "stock"));

        assertThat(read(rules("dubboAppIdentifier", "{\"type\":\"ByAnnotation\",\"annotationKey\":\"app\"}"), pod)
                        .application())
                .isEqualTo("stock");
    }

    @ParameterizedTest
    @CsvSource({
        "dubboAppIdentifier, '{\"type\":\"ByLabel\"}', engine.dubboAppIdentifier.labelKey is missing",
        "dubboAppIdentifier, '{\"labelKey\":\"x\"}', engine.dubboAppIdentifier.type is missing",
        "dubboRPCPortIdentifier, '{\"type\":\"ByHand\"}', engine.dubboRPCPortIdentifier.type must be",
        "dubboDiscoveryIdentifier, '{\"type\":\"ByLabel\",\"labelkey\":\"x\"}', engine.dubboDiscoveryIdentifier.labelkey is no setting",
        "mainContainerChooseStrategy, '{\"type\":\"ByIndex\",\"index\":-1}', engine.mainContainerChooseStrategy.index must be",
        "mainContainerChooseStrategy, '{\"type\":\"ByName\"}', engine.mainContainerChooseStrategy.name is missing"
    })
    void ruleThatCannotWorkIsRefusedByItsKey(String key, String rule, String message) {
        assertThatThrownBy(() -> rules(key, rule))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static PodRules rules(String key, String rule) {
        return PodRules.from(new Settings("engine", new JsonObject().put(key, new JsonObject(rule))));
    }

    private static RuntimeInstance read(PodRules rules, JsonObject pod) {
        return new PodReader(rules).instance(new Pod(pod)).orElseThrow();
    }

    private static JsonObject pod() {
        JsonObject pod = Pods.ready("ns", "shop-0", "shop", "20880", "zk1");
        pod.getJsonObject("metadata").put("resourceVersion", "7");
        return pod;
    }
}
