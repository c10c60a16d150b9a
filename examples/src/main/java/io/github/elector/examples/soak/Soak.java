// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.DurationOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.JsonLines;
import io.github.elector.examples.cli.RunFacts;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.database.DemoDatabase;
import io.vertx.core.DeploymentOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether anything grows in a process in which terms begin and end for hours. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Begins and ends terms for hours, and looks whether anything grows.",
        description = {
            "",
            "Two Vertx in this process campaign for some components. Terms are given up,",
            "electors closed and started again, and work fails, gives up or hangs now and",
            "then. Counted every so often are threads, event-bus consumers, timers,",
            "deployments, connections, sockets, file descriptors and heap; the first tenth",
            "of the samples is compared with the last. The database is the one given, or a",
            "PostgreSQL of its own; one that is given has to be for this alone, since its",
            "connections are counted: tables that begin with soak_ are made there and",
            "dropped.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar soak --for 8h",
            "  java -jar elector-demo.jar soak --for 10m --db mariadb://me:secret@localhost/db",
            "",
            "Exit code: 0 if nothing grew, 1 if something did or failed, 2 for a wrong command",
            "line."
        })
public final class Soak implements Callable<Integer> {
    private static final int MOST_COMPONENTS = 1_000;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "10m",
            description = "How long, besides a while to warm up (${DEFAULT-VALUE}).")
    private Duration length = Duration.ofMinutes(10);

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "4",
            description = "How many each campaigns for (${DEFAULT-VALUE}).")
    private int components = 4;

    @Option(names = "--json", description = "Prints JSON lines only: the samples, and last the trends.")
    private boolean json;

    @Override
    public Integer call() {
        times.applyTo(new ElectorOptions());
        Bounds.checkNumber("--components", components, 1, MOST_COMPONENTS);
        Bounds.checkTime("--for", length);
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase server = cleanUp.add(DemoDatabase.open(database.find()));
            String version = server.version();
            SoakDatabase tables = cleanUp.add(new SoakDatabase(server.uri()));
            AtomicReference<SoakWork.Trouble> trouble = new AtomicReference<>(SoakWork.Trouble.NONE);
            AtomicLong terms = new AtomicLong();
            ConsumerCount consumers = new ConsumerCount();
            TermWork work = TermWork.of(
                    term -> new SoakWork(term, trouble, terms, times.stop().toMillis()),
                    new DeploymentOptions().setWorkerPoolSize(1));
            List<SoakMember> members = new ArrayList<>();
            for (String node : List.of("alpha", "beta")) {
                ElectorOptions options =
                        times.applyTo(new ElectorOptions().setNode(node)).setStore(tables.store());
                members.add(cleanUp.add(new SoakMember(consumers, options, work)));
            }
            SoakGauges gauges =
                    new SoakGauges(members.stream().map(SoakMember::vertx).toList(), consumers, tables::connections);
            SoakRun run = new SoakRun(members, names(), trouble, terms, gauges);
            JsonLines lines = new JsonLines(System.out);
            SoakFigures figures = SoakFigures.of(run.run(length, sample -> {
                if (json) {
                    lines.print(sample.toJson());
                }
            }));
            if (json) {
                lines.print(figures.toJson().put("server", version));
            } else {
                System.out.println("soak: terms begin and end for " + length.toSeconds() + " s, and what grows");
                RunFacts.lines(version, server).forEach(System.out::println);
                System.out.println();
                figures.table().forEach(System.out::println);
            }
            return figures.violations().isEmpty() ? 0 : 1;
        }
    }

    private List<String> names() {
        return IntStream.rangeClosed(1, components)
                .mapToObj(number -> "component-" + number)
                .toList();
    }
}
