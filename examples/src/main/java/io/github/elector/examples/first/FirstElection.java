// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.first;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.IdleWork;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DemoDatabase;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how soon a component nobody led before has its first leader. */
@Command(
        name = "first-election",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Measures how soon a component that is new gets its first leader.",
        description = {
            "",
            "One process starts an elector for one new component after the other, each",
            "counted from the call to the first instant of its term. As many components to",
            "warm up come first. The database is the one given, or a PostgreSQL of its own.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  java -jar elector-demo.jar first-election --components 100",
            "",
            "Exit code: 0 if it was measured, 1 if not, 2 for a wrong command line."
        })
public final class FirstElection implements Callable<Integer> {
    private static final int MOST_COMPONENTS = 10_000;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many (${DEFAULT-VALUE}).")
    private int components = 100;

    @Option(names = "--json", description = "Prints JSON lines only, the last with the percentiles in milliseconds.")
    private boolean json;

    @Override
    public Integer call() {
        Bounds.checkNumber("--components", components, 1, MOST_COMPONENTS);
        times.applyTo(new ElectorOptions());
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase used = cleanUp.add(DemoDatabase.open(database.find()));
            String server = used.version();
            Vertx vertx = SmallVertx.make();
            cleanUp.add(() -> Blocking.await(vertx.close()));
            List<Elector> electors = new ArrayList<>();
            cleanUp.add(() -> Blocking.await(
                    Future.join(electors.stream().map(Elector::close).toList())));
            ElectorOptions options = times.applyTo(new ElectorOptions())
                    .setStore(
                            new JsonObject().put("uri", used.uri().secretText()).put("createSchema", true));
            List<Double> millis = new ArrayList<>();
            String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
            for (int number = 1; number <= 2 * components; number++) {
                String component = "first-" + run + "-" + number;
                double taken = elect(vertx, new ElectorOptions(options).setComponent(component), electors);
                if (number > components) {
                    millis.add(taken);
                }
            }
            Percentiles measured = Percentiles.of(millis);
            System.out.println(
                    json ? measured.toJson("rounds").encode() : measured.table("first elections, " + server));
            return 0;
        }
    }

    private double elect(Vertx vertx, ElectorOptions options, List<Elector> electors) {
        CompletableFuture<Long> elected = new CompletableFuture<>();
        vertx.eventBus().<JsonObject>localConsumer("elector.event." + options.getComponent(), message -> {
            Notice notice = Notice.from(message.body());
            if (notice.type() == NoticeType.ELECTED) {
                elected.complete(notice.nanos());
            }
        });
        long startNanos = System.nanoTime();
        electors.add(Blocking.await(Elector.start(vertx, options, TermWork.of(term -> new IdleWork()))));
        elected.orTimeout(times.patience().toSeconds(), TimeUnit.SECONDS);
        return (elected.join() - startNanos) / 1e6;
    }
}
