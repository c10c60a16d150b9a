// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks;

import io.github.elector.ElectorOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to read the options of an elector from JSON, once for each component that is started, and to write them.
 * Run it with {@code java -jar benchmarks/target/benchmarks.jar Options -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OptionsBenchmark {
    private static final String JSON = """
            {"component": "billing", "node": "node-1", "lease": 20000, "renew": 5000, "retry": 4000, "stop": 3000,
             "prefix": "elector", "store": {"uri": "postgresql://elector@db.example.org:5432/shop", "createSchema": true}}
            """;

    private final JsonObject json = new JsonObject(JSON);
    private final ElectorOptions options = new ElectorOptions(json);

    @Setup
    public void checkThatItReads() {
        if (options.getLease() != 20_000 || !options.getComponent().equals("billing")) {
            throw new IllegalStateException("the options are not those of the JSON: " + options);
        }
    }

    @Benchmark
    public ElectorOptions read() {
        return new ElectorOptions(json);
    }

    /** The parser of the JSON included. */
    @Benchmark
    public ElectorOptions parseAndRead() {
        return new ElectorOptions(new JsonObject(JSON));
    }

    @Benchmark
    public JsonObject write() {
        return options.toJson();
    }
}
