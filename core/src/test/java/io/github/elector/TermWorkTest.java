// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.lease.Shown;
import io.github.elector.testing.CapturedLogs;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be named as work, and what a refusal says. */
class TermWorkTest {
    /** One that can be made. */
    public static final class Good extends VerticleBase {
        /** Without parameters. */
        public Good() {}
    }

    /** One that cannot. */
    public static final class NeedsMore extends VerticleBase {
        /** Not without this. */
        public NeedsMore(String more) {
            assertThat(more).isNotNull();
        }
    }

    /** Nor this. */
    public abstract static class Unfinished extends VerticleBase {}

    /** Nor this. */
    public static final class BadFromTheStart extends VerticleBase {
        static final int NUMBER = Integer.parseInt("no number");

        /** Never reached. */
        public BadFromTheStart() {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "com.acme.Missing",
                "java.lang.String",
                "",
                "no class name at all",
                "io.github.elector.TermWorkTest$NeedsMore",
                "io.github.elector.TermWorkTest$Unfinished",
                "io.github.elector.TermWorkTest$BadFromTheStart",
                "io.vertx.core.Verticle"
            })
    void aClassThatCannotBeWorkIsRefusedWhenItIsNamed(String name) {
        assertThatThrownBy(() -> TermWork.named(name, new DeploymentOptions()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("verticle '" + Shown.text(name) + "'")
                .hasMessageContaining("io.vertx.core.Deployable")
                .hasMessageContaining("constructor without parameters");
    }

    @Test
    void everyTermGetsANewOne() {
        TermWork.Piece piece = TermWork.named(Good.class.getName(), new DeploymentOptions())
                .pieces()
                .get(0);

        assertThat(piece.make().apply(null))
                .isInstanceOf(Good.class)
                .isNotSameAs(piece.make().apply(null));
    }

    @Test
    void workIsReadFromJson() {
        JsonArray json = new JsonArray()
                .add(new JsonObject().put("verticle", Good.class.getName()))
                .add(new JsonObject()
                        .put("verticle", Good.class.getName())
                        .put("options", new JsonObject().put("instances", 3).put("threadingModel", "WORKER")));

        TermWork work = TermWork.fromJson(json);

        assertThat(work.pieces()).hasSize(2);
        assertThat(work.pieces().get(1).options().getInstances()).isEqualTo(3);
        assertThat(work.pieces().get(1).options().getThreadingModel()).isEqualTo(ThreadingModel.WORKER);
        assertThat(TermWork.fromJson(new JsonArray()).pieces()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"com.acme.Billing\"]",
                "[null]",
                "[{}]",
                "[{\"verticle\":5}]",
                "[{\"verticle\":\"io.github.elector.TermWorkTest$Good\",\"options\":[]}]",
                "[{\"verticle\":\"io.github.elector.TermWorkTest$Good\",\"options\":{\"threadingModel\":\"GREEN\"}}]"
            })
    void entriesThatAreNoWorkAreRefused(String json) {
        assertThatThrownBy(() -> TermWork.fromJson(new JsonArray(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("work")
                .hasMessageContaining("{\"verticle\":\"com.acme.Billing\"");
    }

    /** Vert.x takes a value of another type for one that is missing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"instances\":\"2\"} | instances (2) must be a whole number of at least 1, without quotes",
                "{\"instances\":0} | instances (0) must be a whole number of at least 1, without quotes",
                "{\"instances\":1.5} | instances (1.5) must be a whole number of at least 1, without quotes",
                "{\"instances\":3000000000} | instances (3000000000) must be a whole number",
                "{\"workerPoolSize\":-1} | workerPoolSize (-1) must be a whole number",
                "{\"maxWorkerExecuteTimeUnit\":\"HOUR\"} | maxWorkerExecuteTimeUnit (HOUR) must be one of [NANOSECONDS,",
                "{\"threadingModel\":\"worker\"} | threadingModel (worker) must be one of [EVENT_LOOP, WORKER,",
                "{\"ha\":\"yes\"} | ha (yes) must be true or false",
                "{\"config\":[1]} | config (…) must be an object",
                "{\"workerPoolName\":5} | workerPoolName (5) must be a text in quotes"
            })
    void deploymentOptionsThatCannotWorkAreRefusedWithKeyValueAndRule(String options, String expected) {
        JsonArray work = new JsonArray()
                .add(new JsonObject().put("verticle", Good.class.getName()).put("options", new JsonObject(options)));

        assertThatThrownBy(() -> TermWork.fromJson(work))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the options of verticle '" + Good.class.getName() + "' in work: " + expected);
    }

    @Test
    void unknownDeploymentOptionsAreWarnedAbout() {
        try (CapturedLogs logs = new CapturedLogs()) {
            TermWork.fromJson(new JsonArray()
                    .add(new JsonObject()
                            .put("verticle", Good.class.getName())
                            .put("options", new JsonObject().put("instnces", 2))));

            assertThat(logs.lines())
                    .anySatisfy(line -> assertThat(line).contains("WARN", "deployment option 'instnces'", "instances"));
        }
    }

    @Test
    void unknownKeysOfWorkAreWarnedAbout() {
        try (CapturedLogs logs = new CapturedLogs()) {
            TermWork.fromJson(new JsonArray()
                    .add(new JsonObject().put("verticle", Good.class.getName()).put("option", new JsonObject())));

            assertThat(logs.lines()).anySatisfy(line -> assertThat(line).contains("WARN", "'option'", "options"));
        }
    }

    @Test
    void theOptionsThatWereHandedOverCannotBeChangedFromOutside() {
        DeploymentOptions options = new DeploymentOptions().setInstances(2);
        TermWork work = TermWork.of(term -> context -> Future.succeededFuture(), options);

        options.setInstances(5);

        assertThat(work.pieces().get(0).options().getInstances()).isEqualTo(2);
    }
}
