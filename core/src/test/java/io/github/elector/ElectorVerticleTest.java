// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.TermId;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.LookRequest;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.Tally;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Electors as a verticle: from code, and by name from JSON alone. */
class ElectorVerticleTest {
    private static final String NAME = "io.github.elector.ElectorVerticle";

    private final Vertx vertx = Vertx.vertx();
    private final String uri = "memory:" + UUID.randomUUID();

    @AfterEach
    void close() {
        await("the closing of the Vertx", vertx.close());
    }

    /** Work that is known by its name alone. */
    public static final class NamedWork extends VerticleBase {
        static final List<String> SEEN = new CopyOnWriteArrayList<>();
        static final Tally STARTS = new Tally("a start of named work");

        /** By its name. */
        public NamedWork() {}

        @Override
        public Future<?> start() {
            Term term = Term.current().orElseThrow();
            SEEN.add(term.component() + " " + config().getString("colour"));
            STARTS.hit();
            return Future.succeededFuture();
        }
    }

    private JsonObject config() {
        return new JsonObject()
                .put("store", new JsonObject().put("uri", uri))
                .put("node", "replica-1")
                .put("lease", 20_000)
                .put("renew", 2_000)
                .put("retry", 500)
                .put("stop", 300)
                .put(
                        "components",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "billing")
                                        .put(
                                                "work",
                                                new JsonArray()
                                                        .add(new JsonObject()
                                                                .put("verticle", NamedWork.class.getName())
                                                                .put(
                                                                        "options",
                                                                        new JsonObject()
                                                                                .put(
                                                                                        "config",
                                                                                        new JsonObject()
                                                                                                .put(
                                                                                                        "colour",
                                                                                                        "blue"))))))
                                .add(new JsonObject().put("name", "search")));
    }

    private ElectorVerticle electing(int components, ScriptedWork work) {
        return electing(new ElectorOptions(), components, work);
    }

    private ElectorVerticle electing(ElectorOptions options, int components, ScriptedWork work) {
        ElectorVerticle verticle = new ElectorVerticle(options.setStoreUri(uri));
        for (int i = 0; i < components; i++) {
            verticle.elect("component-" + i, work.work());
        }
        return verticle;
    }

    private Future<String> deploy(JsonObject config) {
        return vertx.deployVerticle(NAME, new DeploymentOptions().setConfig(config));
    }

    @Test
    void byNameFromJsonAlone() {
        Notices billing = Notices.about("billing", vertx);
        Notices search = Notices.about("search", vertx);
        NamedWork.SEEN.clear();
        int before = NamedWork.STARTS.count();

        String id = await("the deployment by name", deploy(config()));

        String holder = billing.await(NoticeType.ELECTED).holder();
        assertThat(search.await(NoticeType.ELECTED).holder()).as("one session").isEqualTo(holder);
        assertThat(holder).startsWith("replica-1~");
        NamedWork.STARTS.awaitReached(before + 1);
        assertThat(NamedWork.SEEN).containsExactly("billing blue");
        await("the undeployment", vertx.undeploy(id));
        assertThat(billing.await(NoticeType.REVOKED).reason()).isEqualTo("closed");
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void aComponentMayHaveOptionsOfItsOwn() {
        JsonObject config = config();
        config.getJsonArray("components")
                .add(new JsonObject().put("name", "mail"))
                .add(new JsonObject()
                        .put("name", "watched")
                        .put("campaign", false)
                        .put("retry", 300));
        Notices billing = Notices.about("billing", vertx);
        Notices mail = Notices.about("mail", vertx);

        ElectorVerticle verticle = new ElectorVerticle();
        await("the deployment", vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config)));
        String sharedBy = billing.await(NoticeType.ELECTED).holder();

        assertThat(mail.await(NoticeType.ELECTED).holder()).isEqualTo(sharedBy);
        JsonObject watched = await(
                        "the state of an observer",
                        vertx.eventBus().<JsonObject>request("elector.state.watched", new JsonObject()))
                .body();
        assertThat(watched.getString("phase")).isEqualTo("observer");
        assertThat(verticle.electors())
                .extracting(Elector::component)
                .containsExactly("billing", "search", "mail", "watched");
    }

    @Test
    void aComponentMayAdvertiseSomethingOfItsOwn() {
        JsonObject config = config().put("metadata", new JsonObject().put("port", 1));
        config.getJsonArray("components")
                .add(new JsonObject().put("name", "mail").put("metadata", new JsonObject().put("port", 2)))
                .add(new JsonObject().put("name", "reports").put("metadata", new JsonObject()));
        Notices billing = Notices.about("billing", vertx);
        Notices mail = Notices.about("mail", vertx);
        Notices reports = Notices.about("reports", vertx);

        await("the deployment", vertx.deployVerticle(NAME, new DeploymentOptions().setConfig(config)));

        assertThat(billing.await(NoticeType.ELECTED).metadata()).isEqualTo(new JsonObject().put("port", 1));
        assertThat(mail.await(NoticeType.ELECTED).metadata()).isEqualTo(new JsonObject().put("port", 2));
        assertThat(reports.await(NoticeType.ELECTED).metadata()).isNull();
    }

    @Test
    void metadataOfAComponentThatAreTooLargeAreRefusedWithItsName() {
        JsonObject config = config();
        config.getJsonArray("components")
                .add(new JsonObject()
                        .put("name", "mail")
                        .put("metadata", new JsonObject().put("a", "x".repeat(2_048))));

        assertThat(failure("the deployment", vertx.deployVerticle(NAME, new DeploymentOptions().setConfig(config))))
                .hasMessageStartingWith("component 'mail' with its own options: metadata (2056 bytes as JSON");
    }

    @Test
    void optionsOfOneComponentThatCannotWorkAreRefusedBeforeAnyIsStarted() {
        JsonObject config = config();
        config.getJsonArray("components")
                .add(new JsonObject().put("name", "mail").put("stop", 60_000));
        Notices billing = Notices.about("billing", vertx);

        Throwable refusal =
                failure("the deployment", vertx.deployVerticle(NAME, new DeploymentOptions().setConfig(config)));

        assertThat(refusal)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("component 'mail' with its own options: ");
        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(billing.all()).isEmpty();
    }

    @Test
    void fromCode() {
        ScriptedWork work = new ScriptedWork();
        ElectorOptions options = new ElectorOptions().setStoreUri(uri).setNode("replica-2");
        ElectorVerticle verticle =
                new ElectorVerticle(options).elect("billing", work.work()).elect("search", TermWork.none());

        String id = await("the deployment", vertx.deployVerticle(verticle));

        work.running().awaitReached(1);
        assertThat(verticle.electors()).extracting(Elector::component).containsExactly("billing", "search");
        assertThat(verticle.electors()).extracting(Elector::node).containsOnly("replica-2");
        await("the undeployment", vertx.undeploy(id));
        assertThat(work.atOnce()).isZero();
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void veryManyComponentsAreLookedAtAndClaimedTogether() {
        int components = 2 * LookRequest.MOST_COMPONENTS + 500;
        Map<StoreOperation, Integer> answered = new ConcurrentHashMap<>();
        Elector.measure(vertx, host -> new HostMetrics() {
            @Override
            public void answered(StoreOperation operation, long nanos) {
                answered.merge(operation, 1, Integer::sum);
            }
        });
        ScriptedWork work = new ScriptedWork();
        ElectorVerticle verticle = electing(components, work);

        await("the deployment", vertx.deployVerticle(verticle));

        work.running().awaitReached(components);
        assertThat(answered.get(StoreOperation.LOOK)).isLessThanOrEqualTo(4);
        assertThat(answered.get(StoreOperation.ACQUIRE)).isLessThanOrEqualTo(3);
        assertThat(verticle.electors())
                .hasSize(components)
                .first()
                .extracting(Elector::component)
                .isEqualTo("component-0");
    }

    /**
     * Each of many that resign at once costs what one does: where it cost as much as all, they held the event loop up for
     * 42 s, and their work overran.
     */
    @Test
    void veryManyComponentsAreGivenUpTogetherAndTakenAgain() {
        int components = 10_000;
        Tally overruns = new Tally("an overrun");
        Elector.measure(vertx, host -> new HostMetrics() {
            @Override
            public void overran(TermId term) {
                overruns.hit();
            }
        });
        ScriptedWork work = new ScriptedWork();
        ElectorOptions options = new ElectorOptions().setLease(60_000).setStop(15_000);
        ElectorVerticle verticle = electing(options, components, work);
        await("the deployment", vertx.deployVerticle(verticle));
        work.running().awaitReached(components);

        await(
                "the resignations",
                Future.all(verticle.electors().stream().map(Elector::observe).toList()));
        assertThat(work.atOnce()).isZero();
        await(
                "the campaigns",
                Future.all(verticle.electors().stream().map(Elector::campaign).toList()));

        work.running().awaitReached(2 * components);
        assertThat(overruns.count()).isZero();
    }

    @Test
    void componentsWithASessionOfTheirOwnStillStartTogether() {
        ElectorVerticle verticle = new ElectorVerticle(
                        new ElectorOptions().setStoreUri(uri).setOwnSession(true))
                .elect("billing", TermWork.none())
                .elect("search", TermWork.none());
        Notices billing = Notices.about("billing", vertx);
        Notices search = Notices.about("search", vertx);

        await("the deployment", vertx.deployVerticle(verticle));

        assertThat(billing.await(NoticeType.ELECTED).holder())
                .isNotEqualTo(search.await(NoticeType.ELECTED).holder());
        assertThat(verticle.electors()).extracting(Elector::component).containsExactly("billing", "search");
    }

    @Test
    void whatHasStartedIsClosedWhereAnotherComponentIsTaken() {
        Elector taken = await(
                "the rival",
                Elector.start(vertx, new ElectorOptions().setStoreUri(uri).setComponent("search"), TermWork.none()));
        JsonObject config = config();
        config.getJsonArray("components").getJsonObject(0).put("retry", 300);

        Throwable refused = failure("the deployment", deploy(config));

        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("'search' has an elector");
        // Only then billing can be taken again.
        await(
                "billing again",
                Elector.start(
                        vertx,
                        new ElectorOptions()
                                .setStoreUri(uri)
                                .setComponent("billing")
                                .setRetry(Duration.ofMillis(300)),
                        TermWork.none()));
        assertThat(taken.component()).isEqualTo("search");
    }

    @Test
    void oneThatElectsNothingIsRefusedAndSaysWhatToDo() {
        Throwable refused = failure(
                "the deployment of a verticle without components",
                vertx.deployVerticle(new ElectorVerticle(new ElectorOptions().setStoreUri(uri))));

        assertThat(refused)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no component: call elect(…) before it is deployed");
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void theComponentOfItsOptionsIsNotIgnoredSilently() {
        ElectorOptions options = new ElectorOptions().setStoreUri(uri).setComponent("billing");

        Throwable alone = failure("the deployment", vertx.deployVerticle(new ElectorVerticle(options)));
        Throwable another = failure(
                "the deployment of another",
                vertx.deployVerticle(new ElectorVerticle(options).elect("search", TermWork.none())));
        Throwable configured = failure("the deployment by name", deploy(config().put("component", "mail")));

        assertThat(alone).hasMessage("no component: call elect(…) before it is deployed");
        assertThat(another)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "component 'billing' of the options is not elected: call elect for it before the verticle is deployed, or leave it out");
        assertThat(configured)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("component 'mail' is not elected: give it an entry in components, or leave component out");
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void optionsThatNameOneOfItsComponentsAreTaken() {
        ElectorOptions options = new ElectorOptions().setStoreUri(uri).setComponent("billing");
        ElectorVerticle verticle =
                new ElectorVerticle(options).elect("search", TermWork.none()).elect("billing", TermWork.none());

        await("the deployment", vertx.deployVerticle(verticle));

        assertThat(verticle.electors()).extracting(Elector::component).containsExactly("search", "billing");
    }

    @Test
    void aComponentNamedTwiceIsRefused() {
        ElectorVerticle verticle = new ElectorVerticle(new ElectorOptions()).elect("billing", TermWork.none());

        assertThatThrownBy(() -> verticle.elect("billing", TermWork.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'billing'")
                .hasMessageContaining("own name");
        JsonObject config = config();
        config.getJsonArray("components").add(new JsonObject().put("name", "billing"));
        assertThat(failure("the deployment", deploy(config))).hasMessageContaining("'billing' is named twice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"components\":[]}",
                "{\"components\":{}}",
                "{\"components\":\"billing\"}",
                "{\"components\":[\"billing\"]}",
                "{\"components\":[{}]}",
                "{\"components\":[{\"name\":5}]}",
                "{\"components\":[null]}",
                "{\"components\":[{\"name\":\"billing\",\"work\":{}}]}",
                "{\"components\":[{\"name\":\"billing\",\"work\":\"com.acme.Billing\"}]}"
            })
    void aConfigurationWithoutUsableComponentsIsRefused(String json) {
        assertThat(failure("the deployment", deploy(new JsonObject(json))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be")
                .hasMessageMatching("(?s).*(components|work).*");
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void whatOneComponentSpoilsIsTakenDownForAll() {
        JsonObject config = config();
        config.getJsonArray("components").add(new JsonObject().put("name", "no such name!"));

        Throwable refused = failure("the deployment", deploy(config));

        assertThat(refused).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("component name");
        assertThat(vertx.deploymentIDs()).isEmpty();
    }

    @Test
    void twoInstancesAreRefused() {
        Throwable refused = failure(
                "the deployment of two instances",
                vertx.deployVerticle(
                        NAME, new DeploymentOptions().setInstances(2).setConfig(config())));

        assertThat(refused).isInstanceOf(IllegalStateException.class).hasMessageContaining("already");
    }

    @Test
    void unknownKeysOfAComponentAreWarnedAbout() {
        JsonObject config = config();
        config.getJsonArray("components").getJsonObject(1).put("verticles", new JsonArray());
        try (CapturedLogs logs = new CapturedLogs()) {
            await("the deployment", deploy(config));

            assertThat(logs.lines()).anySatisfy(line -> assertThat(line).contains("WARN", "'verticles'", "work"));
        }
    }
}
