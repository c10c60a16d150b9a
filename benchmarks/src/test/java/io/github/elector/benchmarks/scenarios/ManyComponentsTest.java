// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManyComponentsTest {
    private static final Times TIMES = Times.of(Duration.ofSeconds(4));
    private static final Duration PATIENT = Duration.ofMinutes(1);

    @Test
    void allAreElectedTwiceAndWhatLeadingThemTakesIsToldBesideAnIdleProcess() {
        Field field = new Field(SharedServers.get(), List.of(Peer.ELECTOR), TIMES, TIMES, line -> {});

        JsonObject figures =
                new ManyComponents(List.of(3), 1, Duration.ofMillis(100), Duration.ofSeconds(1), 1, PATIENT).run(field);

        JsonObject three =
                figures.getJsonObject("elector").getJsonArray("sizes").getJsonObject(0);
        assertThat(three.getJsonObject("electionMillis").getInteger("rounds")).isEqualTo(1);
        assertThat(three.getJsonObject("electionAgainMillis").getInteger("rounds"))
                .isEqualTo(1);
        assertThat(three.getInteger("led")).isEqualTo(3);
        assertThat(three.getInteger("lost")).isZero();
        assertThat(three.getDouble("cpuMillisPerSecond")).isPositive();
        assertThat(three.getString("idle")).isEqualTo("Vert.x");
        assertThat(three.getDouble("idleMillisPerSecond")).isPositive();
        assertThat(figures.getJsonObject("floor")
                        .getJsonArray("sizes")
                        .getJsonObject(0)
                        .getInteger("led"))
                .isEqualTo(3);
        assertThat(three.fieldNames()).contains("clientMillisPerSecond").doesNotContain("failure", "failureAgain");
        JsonObject compiled =
                figures.getJsonObject("elector").getJsonArray("compiled").getJsonObject(0);
        assertThat(compiled.getInteger("components")).isEqualTo(3);
        assertThat(compiled.getInteger("led")).isEqualTo(3);
        assertThat(compiled.fieldNames())
                .contains("clientMillisPerSecond")
                .doesNotContain("failure", "idleMillisPerSecond", "electionMillis");
    }

    @Test
    void whatLeadingCostsIsNotMeasuredOfWhoTakesTooLongToBeElected() {
        Field field = new Field(SharedServers.get(), List.of(Peer.ELECTOR), TIMES, TIMES, line -> {});

        JsonObject figures = new ManyComponents(
                        List.of(3), 2, Duration.ofMillis(100), Duration.ofSeconds(1), 1, Duration.ZERO)
                .run(field);

        JsonObject three =
                figures.getJsonObject("elector").getJsonArray("sizes").getJsonObject(0);
        for (String election : List.of("electionMillis", "electionAgainMillis")) {
            assertThat(three.getJsonObject(election).getInteger("rounds")).isEqualTo(1);
        }
        assertThat(three.getString("leftOut")).startsWith("its election took longer than 0 s");
        assertThat(three.fieldNames()).doesNotContain("failure", "failureAgain", "led");
    }

    @Test
    void whereCodeIsCompiledSoonNothingIsCompiledTwice() {
        String server = SharedServers.get().of(Peer.ELECTOR);
        try (MemberProcess plain = MemberProcess.start(Peer.ELECTOR, server, TIMES, false);
                MemberProcess soon =
                        MemberProcess.open(Peer.ELECTOR, server, TIMES, false, MemberProcess.COMPILES_SOON)) {
            plain.ask("heap", "", 0);

            assertThat(plain.cpu().names()).contains("C1 CompilerThre", "C2 CompilerThre");
            assertThat(soon.cpu().names()).contains("C1 CompilerThre").doesNotContain("C2 CompilerThre");
        }
    }
}
