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
        Target statements = target(SampleReport.scenarios(), "by a release, a NOTIFY and an acquire alone");
        Target inTwo = target(SampleReport.scenarios(), "the same by the two statements");
        Target curator = target(SampleReport.scenarios(), "clean handover, median, by Curator's");

        assertThat(statements.value()).hasValue(2.5);
        assertThat(inTwo.value()).hasValue(4);
        assertThat(inTwo.verdict()).startsWith("does not hold");
        assertThat(curator.value()).hasValue(1.25);
        assertThat(curator.verdict()).startsWith("does not hold");
    }

    @Test
    void limitWithinTheSpreadIsSaidToBe() {
        JsonObject scenarios = SampleReport.scenarios();
        Target close = target(scenarios, "by a release, a NOTIFY and an acquire alone");
        assertThat(close.verdict()).isEqualTo("holds, within the spread");
        assertThat(close.ours()).hasValue(new Spread(4 / 2.4, 2.5, 6 / 1.6));

        scenarios
                .getJsonObject("clean-handover")
                .getJsonObject("figures")
                .getJsonObject("elector")
                .put("statements", SampleReport.latency(20, 4));

        assertThat(target(scenarios, "by a release, a NOTIFY and an acquire alone")
                        .verdict())
                .isEqualTo("holds");
    }

    @Test
    void oursHoldsNothingInWhatItDidNotGetToTheEndOf() {
        JsonObject scenarios = SampleReport.scenarios();
        scenarios
                .getJsonObject("takeover")
                .getJsonObject("figures")
                .getJsonObject("elector")
                .put("failure", "vertx-elector did not take over within 22 s");

        assertThat(target(scenarios, "takeover after kill -9").verdict()).isEqualTo("failed");
        assertThat(target(scenarios, "belief").verdict()).isEqualTo("failed");
        assertThat(target(scenarios, "two leaders").verdict()).isEqualTo("failed");
        assertThat(target(scenarios, "clean handover, median, by Curator's").verdict())
                .isNotEqualTo("failed");
    }

    @Test
    void turnsWithoutAHandoverAreNotThoseOfAnElection() {
        JsonObject loop = SampleReport.latency(3_000, 0.02)
                .put("usualPace", SampleReport.latency(3_000, 0.02).put("p99.9", 0.05));
        JsonObject scenarios = new JsonObject().put("event-loop", SampleReport.figures("elector", loop));

        assertThat(target(scenarios, "event loop").verdict()).isEqualTo("not measured");
        loop.put("handovers", 7);
        assertThat(target(scenarios, "event loop").verdict()).isEqualTo("holds");
    }

    @Test
    void theBestSqlPeerIsTheOneThatAsksLeast() {
        Target statements =
                target(SampleReport.scenarios(), "statements per second with 1,000 components, by the best SQL");

        assertThat(statements.value()).hasValue(0.1 / 70);
        assertThat(statements.verdict()).isEqualTo("holds");
    }

    @Test
    void nobodyIsTheBestWhereOneWasNotMeasured() {
        JsonObject scenarios = SampleReport.scenarios();
        scenarios.getJsonObject("many-components").getJsonObject("figures").remove("spring");

        assertThat(target(scenarios, "statements per second with 1,000 components, by the best SQL")
                        .verdict())
                .isEqualTo("not measured");
        assertThat(target(scenarios, "whole process with 1,000 components, by the best SQL")
                        .verdict())
                .isEqualTo("not measured");
    }

    @Test
    void oneComponentAloneShowsNotHowStatementsGrow() {
        JsonObject scenarios = SampleReport.scenarios();
        assertThat(target(scenarios, "with the most components").verdict()).isEqualTo("holds");

        scenarios
                .getJsonObject("many-components")
                .put("figures", new JsonObject().put("elector", SampleReport.sizes(SampleReport.many(1, 0.1, 1))));

        assertThat(target(scenarios, "with the most components").verdict()).isEqualTo("not measured");
    }

    @Test
    void whoDoesNotElectAllCountsWithTheTimeItHad() {
        JsonObject failed = new JsonObject().put("components", 10_000).put("failure", "it leads 7 of 10000 after 90 s");
        JsonObject ours = SampleReport.many(10_000, 0.1, 1).put("electionMillis", SampleReport.latency(1, 2_000));
        JsonObject theirs = SampleReport.many(10_000, 0.1, 1).put("electionMillis", SampleReport.latency(1, 40_000));
        JsonObject figures = new JsonObject()
                .put("elector", SampleReport.sizes(ours))
                .put("spring", SampleReport.sizes(failed))
                .put("shedlock", SampleReport.sizes(failed));
        JsonObject scenarios = new JsonObject().put("many-components", new JsonObject().put("figures", figures));
        String elected = "10,000 components are elected in a fresh process";

        assertThat(target(scenarios, elected).verdict()).isEqualTo("not measured");
        figures.put("curator", SampleReport.sizes(failed));
        assertThat(target(scenarios, elected).value()).hasValue(2_000 / 90_000.0);
        figures.put("curator", SampleReport.sizes(theirs));
        assertThat(target(scenarios, elected).value()).hasValue(2_000 / 40_000.0);
        // That it did not come to lead them beside all others is another matter.
        theirs.put("failureLeading", "it leads 7 of 10000 after 90 s");
        assertThat(target(scenarios, elected).value()).hasValue(2_000 / 40_000.0);
    }

    @Test
    void electingAgainIsJudgedByItself() {
        JsonObject ours = SampleReport.many(10_000, 0.1, 1).put("electionAgainMillis", SampleReport.latency(1, 1_000));
        JsonObject theirs =
                SampleReport.many(10_000, 0.1, 1).put("electionAgainMillis", SampleReport.latency(1, 9_000));
        JsonObject once = SampleReport.many(10_000, 0.1, 1);
        once.remove("electionAgainMillis");
        JsonObject figures = new JsonObject()
                .put("elector", SampleReport.sizes(ours))
                .put("spring", SampleReport.sizes(theirs))
                .put("shedlock", SampleReport.sizes(once))
                .put("curator", SampleReport.sizes(theirs));
        JsonObject scenarios = new JsonObject().put("many-components", new JsonObject().put("figures", figures));

        assertThat(target(scenarios, "elected again").verdict()).isEqualTo("not measured");
        once.put("failureAgain", "it leads 7 of 10000 after 90 s");
        assertThat(target(scenarios, "elected again").value()).hasValue(1_000 / 9_000.0);
    }

    @Test
    void processorTimeIsJudgedOfTheWholeProcessAndOfTheClientAlone() {
        JsonObject scenarios = SampleReport.scenarios();

        assertThat(target(scenarios, "whole process with 1,000 components, by the best SQL")
                        .value())
                .hasValue(2 / 30.0);
        assertThat(target(scenarios, "client's threads with 1,000 components, by the best SQL")
                        .value())
                .hasValue(1.5 / 29.5);
        assertThat(target(scenarios, "once its code is compiled, by the best SQL")
                        .value())
                .hasValue(0.5 / 20);
        assertThat(target(scenarios, "once its code is compiled, by Curator's").verdict())
                .isEqualTo("not measured");
    }

    @Test
    void processorTimeBelowThatOfIdleEventLoopsIsNoResult() {
        JsonObject figures = new JsonObject()
                .put("elector", SampleReport.sizes(SampleReport.many(1_000, 0.1, 0.4)))
                .put("curator", SampleReport.sizes(SampleReport.many(1_000, 0.1, 1)));
        JsonObject scenarios = new JsonObject().put("many-components", new JsonObject().put("figures", figures));
        String client = "client's threads with 1,000 components, by Curator's";

        assertThat(target(scenarios, client).verdict()).isEqualTo("not measured");
        figures.put("elector", SampleReport.sizes(SampleReport.many(1_000, 0.1, 0.75)));
        assertThat(target(scenarios, client).value()).hasValue(0.25 / 0.5);
    }

    @Test
    void theFloorIsJudgedByTheSamePeers() {
        JsonObject scenarios = SampleReport.scenarios();
        JsonObject figures = scenarios.getJsonObject("many-components").getJsonObject("figures");
        figures.put("floor", SampleReport.sizes(SampleReport.many(1_000, 0.1, 1)));

        assertThat(target(scenarios, "clean handover, median, by Curator's").floor())
                .hasValue(0.75);
        assertThat(target(scenarios, "client's threads with 1,000 components, by the best SQL")
                        .floor())
                .hasValue(0.5 / 29.5);
        assertThat(target(scenarios, "belief").floor()).isEmpty();
        // It is nobody's peer, though it takes less than all of them.
        assertThat(target(scenarios, "whole process with 1,000 components, by the best SQL")
                        .value())
                .hasValue(2 / 30.0);
        assertThat(Metric.betterPeers(Metric.of(new Figures(scenarios))))
                .noneMatch(sentence -> sentence.contains("floor"));
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
