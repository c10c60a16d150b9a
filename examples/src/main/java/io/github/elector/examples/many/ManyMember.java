// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.Secrets;
import io.github.elector.examples.database.SmallVertx;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One process that campaigns for very many components and counts its terms; driven by {@link Many} through standard
 * input and output, and gone with it.
 */
@Command(
        name = "many-member",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "One of the processes of the command many, which starts it.",
        footer = {
            "",
            "Example:",
            "  java -jar elector-demo.jar many --components 1000",
            "",
            "Exit code: 0 when its input ends, 1 if something failed, 2 for a wrong",
            "command line."
        })
public final class ManyMember implements Callable<Integer> {
    @Mixin
    private ManyOptions options = new ManyOptions();

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "The name of this process.")
    private String node = "";

    private final AtomicInteger led = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong firstNanos = new AtomicLong();
    private long startNanos;

    @Override
    public Integer call() throws IOException {
        Vertx vertx = SmallVertx.make();
        ElectorOptions electors =
                options.applyTo(new ElectorOptions().setNode(node)).setStore(ManyDatabase.store(database.require()));
        ElectorVerticle all = new ElectorVerticle(electors);
        TermWork work = options.work(this::begins);
        for (int number = 1; number <= options.components(); number++) {
            all.elect(options.component(number), work);
        }
        startNanos = System.nanoTime();
        say(new JsonObject().put("event", "starting").put("startNanos", startNanos));
        vertx.deployVerticle(all)
                .onSuccess(started -> say(new JsonObject()
                        .put("event", "started")
                        .put("startMillis", Figures.rounded((System.nanoTime() - startNanos) / 1e6))))
                .onFailure(failure -> {
                    System.err.println(Secrets.hidden(String.valueOf(failure.getMessage())));
                    Runtime.getRuntime().halt(1);
                });
        takeCommands();
        // Whoever started it has what he wanted: nobody waits for ten thousand leases to be given back.
        Runtime.getRuntime().halt(0);
        return 0;
    }

    /** On the context of the term's work. */
    private void begins(Term term) {
        long now = System.nanoTime();
        firstNanos.compareAndSet(0, now);
        term.ended().onSuccess(reason -> {
            led.decrementAndGet();
            ended.incrementAndGet();
        });
        if (led.incrementAndGet() == options.components()) {
            say(new JsonObject()
                    .put("event", "led")
                    .put("startNanos", startNanos)
                    .put("firstNanos", firstNanos.get())
                    .put("lastNanos", now));
        }
    }

    /** Each line is answered by one: {@code measure}, or {@code heap}, which collects garbage first. */
    private void takeCommands() throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonObject answer = new JsonObject().put("event", line);
            if (line.equals("heap")) {
                System.gc();
                answer.put(
                        "bytes",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            say(answer.put("nanos", System.nanoTime())
                    .put("cpuNanos", cpuNanos())
                    .put("led", led.get())
                    .put("ended", ended.get()));
        }
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    private static void say(JsonObject line) {
        synchronized (System.out) {
            System.out.println(line.encode());
            System.out.flush();
        }
    }
}
