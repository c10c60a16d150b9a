// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cluster.JarProcess;
import io.github.elector.examples.cluster.Replicas;
import io.github.elector.examples.cluster.SharedServer;
import io.github.elector.examples.cluster.TookTooLong;
import io.github.elector.examples.database.DatabaseUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class ProgramIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final double CLOCK_ERROR_MILLIS = 100;

    @Test
    void versionIsThatOfTheBuild() {
        try (JarProcess program = JarProcess.start("--version")) {
            assertThat(program.exitCode(PATIENCE)).isZero();
            assertThat(program.output()).containsExactly("elector-demo " + System.getProperty("elector.demo.version"));
        }
    }

    @Test
    void helpGoesToStandardOutput() {
        try (JarProcess program = JarProcess.start("replica", "--help")) {
            assertThat(program.exitCode(PATIENCE)).isZero();
            assertThat(program.output()).anyMatch(line -> line.contains("--component"));
            assertThat(program.errors()).isEmpty();
        }
    }

    @Test
    void wrongCommandLineEndsWith2AndOneLine() {
        try (JarProcess program = JarProcess.start("replica", "--frobnicate")) {
            assertThat(program.exitCode(PATIENCE)).isEqualTo(2);
            assertThat(program.output()).isEmpty();
            assertThat(program.errors()).singleElement().asString().contains("'--frobnicate'");
        }
    }

    @Test
    void handoversAreMeasured() {
        JsonObject last = lastLineOf("handover", "--rounds", "5", "--json");

        assertThat(last.fieldNames()).containsExactly("rounds", "p50", "p95", "p99", "max");
        assertThat(last.getInteger("rounds")).isEqualTo(5);
        assertThat(last.getDouble("p50")).isPositive();
        assertThat(last.getDouble("max")).isLessThan(Replicas.LEASE.toNanos() / 1e6);
    }

    @Test
    void handoversAreMeasuredInJvmsAsTheyAre() {
        JsonObject last = lastLineOf("handover", "--rounds", "2", "--jvm", "default", "--json");

        assertThat(last.getInteger("rounds")).isEqualTo(2);
    }

    @Test
    void takeoversAreMeasuredFromTheLastHeartbeat() {
        JsonObject last = lastLineOf("takeover", "--kills", "2", "--json");

        assertThat(last.fieldNames()).containsExactly("kills", "p50", "p95", "p99", "max");
        assertThat(last.getInteger("kills")).isEqualTo(2);
        assertThat(last.getDouble("p50")).isGreaterThan(Replicas.LEASE.toNanos() / 1e6 - CLOCK_ERROR_MILLIS);
        assertThat(last.getDouble("max"))
                .isLessThan(Replicas.LEASE.plusSeconds(2).toNanos() / 1e6);
    }

    @Test
    void firstElectionsAreMeasured() {
        JsonObject last = lastLineOf("first-election", "--components", "5", "--json");

        assertThat(last.getInteger("rounds")).isEqualTo(5);
        assertThat(last.getDouble("p50")).isPositive();
    }

    @Test
    void manyComponentsAreMeasuredAndTakenOver() {
        JsonObject last =
                lastLineOf("many", "--components", "1200", "--lease", "6s", "--for", "2s", "--kill", "--json");

        assertThat(last.getInteger("components")).isEqualTo(1200);
        assertThat(last.getDouble("allElectedMillis")).isGreaterThanOrEqualTo(last.getDouble("firstElectedMillis"));
        assertThat(last.getBoolean("leasesWritten")).isFalse();
        assertThat(last.getLong("heartbeats")).isPositive();
        for (String member : List.of("leader", "standby")) {
            JsonObject cost = last.getJsonObject(member);
            assertThat(cost.getDouble("statementsPerSecond")).isPositive();
            assertThat(cost.getLong("heapBytes")).isPositive();
            assertThat(cost.getInteger("termsLost")).isZero();
        }
        assertThat(last.getJsonObject("takeover").getLong("leases")).isEqualTo(1200);
    }

    @Test
    void whatIsWrittenThroughTheFenceIsNotLostWhateverHappensToTheReplicas() throws Exception {
        TookTooLong.againAfter(ProgramIT::nothingWrittenThroughTheFenceIsLost);
    }

    private static void nothingWrittenThroughTheFenceIsLost() {
        Ended ended = run(
                SharedServer.freshDatabase(), "nemesis", "--changes", "8", "--lease", "2s", "--for", "50s", "--json");
        JsonObject last = ended.lastLine();
        JsonArray violated = last.getJsonArray("violated");
        if (!violated.isEmpty()
                && violated.stream().allMatch(rule -> rule.toString().contains("wrote nothing"))) {
            throw new TookTooLong(last.encode());
        }

        assertThat(violated).isEmpty();
        assertThat(ended.exitCode()).isZero();
        assertThat(last.getInteger("leaderChanges")).isGreaterThanOrEqualTo(8);
        assertThat(last.getJsonObject("lists").getJsonObject("transaction").getLong("acknowledged"))
                .isPositive();
        assertThat(last.getJsonObject("faults").fieldNames()).hasSizeGreaterThan(1);
    }

    @Test
    void registryIsMeasuredAndNothingStaysInTheDatabase() {
        String database = SharedServer.freshDatabase();
        JsonObject last = lastLineOn(
                database,
                "registry",
                "--instances=200",
                "--lists=1",
                "--registrations=20",
                "--takeovers=1",
                "--taken-over=50",
                "--json");

        assertThat(last.getJsonObject("firstList").getDouble("max")).isPositive();
        assertThat(last.getJsonObject("visible").getInteger("rounds")).isEqualTo(20);
        assertThat(last.getJsonObject("visible").getDouble("p50")).isPositive();
        assertThat(last.getJsonObject("takeover").getDouble("max")).isBetween(0.0, 60_000.0);
        assertThat(SharedServer.tables(database)).isEmpty();
    }

    @Test
    void nothingGrowsWhileTermsComeAndGo() {
        JsonObject last = lastLineOf("soak", "--for", "3s", "--json");

        assertThat(last.getJsonArray("violated")).isEmpty();
        assertThat(last.getJsonObject("gauges").fieldNames()).contains("threads", "consumers", "connections", "heap");
    }

    private static JsonObject lastLineOf(String... arguments) {
        return lastLineOn(SharedServer.freshDatabase(), arguments);
    }

    private static JsonObject lastLineOn(String database, String... arguments) {
        Ended ended = run(database, arguments);
        assertThat(ended.exitCode()).as(ended.all()).isZero();
        return ended.lastLine();
    }

    private record Ended(int exitCode, JsonObject lastLine, String all) {}

    private static Ended run(String database, String... arguments) {
        Map<String, String> environment = Map.of(DatabaseUri.VARIABLE, database);
        try (JarProcess program =
                JarProcess.start(environment, List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), line -> {}, arguments)) {
            int exitCode = program.exitCode(PATIENCE);
            List<JsonObject> lines =
                    program.output().stream().map(JsonObject::new).toList();
            assertThat(lines).as("%s", program).isNotEmpty();
            return new Ended(exitCode, lines.get(lines.size() - 1), program.toString());
        }
    }
}
