// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatiosTest {
    private static final JsonObject ONE = parameters("1");
    private static final JsonObject MANY = parameters("10000");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void theRatioIsThatOfTheMediansOfForks() throws IOException {
        int end = run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 110, 120, 900),
                time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100, 100));

        assertThat(end).isZero();
        assertThat(out()).contains("| 120.0 | 100.0 | us/op | 1.20 | 1.10 to 9.00 |");
    }

    @Test
    void aForkCountsByTheMedianOfItsIterations() throws IOException {
        JsonObject heartbeat = time("SqlHeartbeatBenchmark.heartbeat", ONE, 100, 100);
        heartbeat
                .getJsonObject("primaryMetric")
                .getJsonArray("rawData")
                .add(new JsonArray().add(110).add(120).add(900));

        run(heartbeat, time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100, 100));

        assertThat(out()).contains("| 100.0 | 100.0 | us/op | 1.00 | 1.00 to 1.20 |");
    }

    @Test
    void iterationsOfTwoForksAreTooFewForAVerdict() throws IOException {
        run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 500, 500),
                time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100));

        assertThat(out()).contains("| 5.00 to 5.00 | ≤ 1.30: too short for a verdict, which takes 3 forks |");
    }

    @Test
    void oneForkHasNoSpread() throws IOException {
        JsonObject heartbeat = time("SqlHeartbeatBenchmark.heartbeat", ONE);
        heartbeat
                .getJsonObject("primaryMetric")
                .getJsonArray("rawData")
                .add(new JsonArray().add(500).add(510).add(520).add(530).add(540));

        run(heartbeat, time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100));

        assertThat(out()).contains("| 5.20 | one fork | ≤ 1.30: too short for a verdict");
    }

    @Test
    void aTargetIsMetIfTheWholeSpreadIsBelowIt() throws IOException {
        run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 120, 125, 125, 129),
                time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100, 100));

        assertThat(out()).contains("≤ 1.30: met");
    }

    @Test
    void aTargetIsMissedIfTheWholeSpreadIsAboveIt() throws IOException {
        run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 131, 140, 150, 160),
                time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100, 100));

        assertThat(out()).contains("≤ 1.30: missed");
    }

    @Test
    void aTargetWithinTheSpreadIsNeither() throws IOException {
        run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 100, 120, 140, 160),
                time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100, 100, 100));

        assertThat(out()).contains("≤ 1.30: within the spread");
    }

    @Test
    void bytesAreComparedTooWhereTheyWereMeasured() throws IOException {
        run(
                bytes("SqlHeartbeatBenchmark.heartbeat", ONE, 3_000, 3_000, 3_000),
                bytes("SqlHeartbeatBenchmark.plainUpdate", ONE, 1_000, 1_000, 1_000));

        assertThat(out()).contains("| bytes | 3,000.0 | 1,000.0 | B/op | 3.00 | 3.00 to 3.00 | ≤ 1.30: missed |");
    }

    @Test
    void onlyEqualParametersAreCompared() throws IOException {
        int end = run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 100),
                time("SqlHeartbeatBenchmark.plainUpdate", MANY, 100));

        assertThat(end).isEqualTo(1);
        assertThat(err()).contains("nothing to compare");
    }

    @Test
    void theTargetOfALookIsForTenThousandComponents() throws IOException {
        run(
                time("SqlLookBenchmark.look", ONE, 300),
                time("SqlLookBenchmark.sameRows", ONE, 100),
                time("SqlLookBenchmark.look", MANY, 140, 140, 140),
                time("SqlLookBenchmark.sameRows", MANY, 100, 100, 100));

        assertThat(out().lines().filter(line -> line.contains("components=1 "))).noneMatch(line -> line.contains("≤"));
        assertThat(out().lines().filter(line -> line.contains("components=10000")))
                .anyMatch(line -> line.contains("1.40") && line.contains("≤ 1.50: met"));
    }

    @Test
    void unitsThatDifferHaveNoRatio() throws IOException {
        JsonObject inNanos = time("SqlHeartbeatBenchmark.plainUpdate", ONE, 100);
        inNanos.getJsonObject("primaryMetric").put("scoreUnit", "ns/op");

        int end = run(time("SqlHeartbeatBenchmark.heartbeat", ONE, 100), inNanos);

        assertThat(end).isEqualTo(2);
        assertThat(err()).contains("us/op").contains("ns/op");
    }

    @Test
    void aBenchmarkThatMeasuredNothingIsRefused() throws IOException {
        int end = run(
                time("SqlHeartbeatBenchmark.heartbeat", ONE, 100), time("SqlHeartbeatBenchmark.plainUpdate", ONE, 0));

        assertThat(end).isEqualTo(2);
        assertThat(err()).contains("measured 0");
    }

    @Test
    void aPasswordIsNotPrinted() throws IOException {
        JsonObject secret = parameters("1").put("db", "postgresql://user:hush@db.example.org/shop");

        run(
                time("SqlHeartbeatBenchmark.heartbeat", secret, 100),
                time("SqlHeartbeatBenchmark.plainUpdate", secret, 100));

        assertThat(out()).contains("db.example.org").doesNotContain("hush");
    }

    @Test
    void aFileThatIsNoResultIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(Ratios.run(new String[] {file.toString()}, stream(out), stream(err)))
                .isEqualTo(2);
        assertThat(err()).contains("no result of JMH");
    }

    @Test
    void aFileThatIsMissingIsSaidSo() {
        assertThat(Ratios.run(new String[] {folder.resolve("none").toString()}, stream(out), stream(err)))
                .isEqualTo(2);
        assertThat(err()).contains("cannot read");
    }

    private int run(JsonObject... benchmarks) throws IOException {
        Path file = Files.writeString(folder.resolve("result.json"), new JsonArray(Arrays.asList(benchmarks)).encode());
        return Ratios.run(new String[] {file.toString()}, stream(out), stream(err));
    }

    private static JsonObject parameters(String components) {
        return new JsonObject().put("components", components).put("window", "1");
    }

    private static JsonObject time(String name, JsonObject parameters, double... values) {
        return benchmark(name, parameters, "us/op", values);
    }

    /** As JMH writes it: with the time, and what a profiler measured beside it. */
    private static JsonObject bytes(String name, JsonObject parameters, double... values) {
        JsonObject gc = benchmark(name, parameters, "B/op", values).getJsonObject("primaryMetric");
        return time(name, parameters, 100).put("secondaryMetrics", new JsonObject().put("gc.alloc.rate.norm", gc));
    }

    /** With one iteration in each fork. */
    private static JsonObject benchmark(String name, JsonObject parameters, String unit, double... values) {
        JsonArray forks = new JsonArray();
        Arrays.stream(values).forEach(value -> forks.add(new JsonArray().add(value)));
        return new JsonObject()
                .put("jmhVersion", "1.37")
                .put("benchmark", "io.github.elector.benchmarks." + name)
                .put("mode", "avgt")
                .put("forks", values.length)
                .put("jdkVersion", "17")
                .put("vmName", "VM")
                .put("measurementIterations", 1)
                .put("measurementTime", "1 s")
                .put("params", parameters.copy())
                .put("primaryMetric", new JsonObject().put("scoreUnit", unit).put("rawData", forks))
                .put("secondaryMetrics", new JsonObject());
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
