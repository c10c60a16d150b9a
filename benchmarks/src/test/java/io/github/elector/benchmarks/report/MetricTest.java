// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void saysByItselfWhereAnotherIsBetter() {
        List<String> better = Metric.betterPeers(Metric.of(new Figures(SampleReport.scenarios())));

        assertThat(better)
                .contains("Curator is better in clean handover, median: 4.00 against 5.00 ms")
                .noneMatch(sentence -> sentence.startsWith("ShedLock"))
                .noneMatch(sentence -> sentence.startsWith(Peer.ELECTOR.title()));
    }

    @Test
    void whatReadsTheSameIsNotBetter() {
        JsonObject figures = new JsonObject()
                .put("elector", SampleReport.sizes(SampleReport.many(1, 0.09992, 1)))
                .put("curator", SampleReport.sizes(SampleReport.many(1, 0.09991, 1)));
        JsonObject scenarios = new JsonObject().put("many-components", new JsonObject().put("figures", figures));

        assertThat(Metric.betterPeers(Metric.of(new Figures(scenarios)))).isEmpty();
    }

    @Test
    void whoDidNotLeadAllHasNoCostOfLeadingAll() {
        JsonObject some = SampleReport.many(1_000, 1, 1).put("led", 999);
        JsonObject scenarios = new JsonObject()
                .put(
                        "many-components",
                        SampleReport.figures("spring", new JsonObject().put("sizes", new JsonArray().add(some))));

        Figures figures = new Figures(scenarios);

        assertThat(figures.manyCost(Peer.SPRING, 1_000, "askedPerSecond")).isEmpty();
        assertThat(figures.many(Peer.SPRING, 1_000)).isPresent();
    }

    @Test
    void aTakeoverThatDidNotEndHasNoTime() {
        JsonObject scenarios = SampleReport.scenarios();
        Figures figures = new Figures(scenarios);
        assertThat(figures.replicasTakeover(Peer.ELECTOR, 50)).hasValue(25_000);

        figures.replicas(Peer.ELECTOR, 50)
                .orElseThrow()
                .getJsonObject("takeover")
                .put("unfinished", 1);

        assertThat(figures.replicasTakeover(Peer.ELECTOR, 50)).isEmpty();
        assertThat(figures.replicasTakeover(Peer.ELECTOR, 2)).isPresent();
    }

    @Test
    void figuresAreWrittenWithThreeDigitsThatCount() {
        assertThat(Figures.text(0)).isEqualTo("0");
        assertThat(Figures.text(0.001234)).isEqualTo("0.00123");
        assertThat(Figures.text(1.005)).isIn("1.00", "1.01");
        assertThat(Figures.text(12_345.6)).isEqualTo("12,346");
    }
}
