// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static Target target(JsonObject scenarios, String words) {
        List<Target> found = Target.of(new Figures(scenarios)).stream()
                .filter(target -> target.wanted().contains(words))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void ratiosAreThoseOfTheRun() {
        Target floor = target(SampleReport.scenarios(), "by that of the floor");
        Target curator = target(SampleReport.scenarios(), "clean handover, median, by Curator's");

        assertThat(floor.value()).hasValue(2.5);
        assertThat(floor.verdict()).isEqualTo("holds");
        assertThat(curator.value()).hasValue(1.25);
        assertThat(curator.verdict()).isEqualTo("does not hold");
    }

    @Test
    void theBestSqlPeerIsTheOneThatAsksLeast() {
        Target statements =
                target(SampleReport.scenarios(), "statements per second with 1,000 components, by the best SQL");

        assertThat(statements.value()).hasValue(0.1 / 70);
        assertThat(statements.verdict()).isEqualTo("holds");
    }

    @Test
    void whatARunCannotTellIsNotMeasured() {
        assertThat(Target.of(new Figures(new JsonObject())))
                .extracting(Target::verdict)
                .containsOnly("not measured");
        assertThat(target(SampleReport.scenarios(), "Curator's pings").verdict())
                .isEqualTo("not measured");
    }

    @Test
    void takeoverIsCountedBeyondTheLease() {
        assertThat(target(SampleReport.scenarios(), "takeover after kill -9").value())
                .hasValue(100);
    }

    @Test
    void twoLeadersAtATimeAreTooMany() {
        JsonObject scenarios = SampleReport.scenarios();
        scenarios
                .getJsonObject("takeover")
                .getJsonObject("figures")
                .getJsonObject("elector")
                .put("overlap", SampleReport.latency(3, 1));

        assertThat(target(SampleReport.scenarios(), "two leaders").verdict()).isEqualTo("holds");
        assertThat(target(scenarios, "two leaders").verdict()).isEqualTo("does not hold");
    }

    @Test
    void anyBeliefAfterASuccessorIsTooMuch() {
        JsonObject scenarios = SampleReport.scenarios();
        scenarios
                .getJsonObject("takeover")
                .getJsonObject("figures")
                .getJsonObject("elector")
                .put("belief", SampleReport.latency(3, 1));

        assertThat(target(SampleReport.scenarios(), "belief").verdict()).isEqualTo("holds");
        assertThat(target(scenarios, "belief").verdict()).isEqualTo("does not hold");
    }
}
