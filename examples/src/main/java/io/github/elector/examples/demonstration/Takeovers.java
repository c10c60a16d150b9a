// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.database.DemoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how soon a leader that was killed is replaced. */
@Command(
        name = "takeover",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Measures how soon a leader that was killed with kill -9 is replaced.",
        description = {
            "",
            "Three replicas run, the leader is killed, and counted is the time from its",
            "last heartbeat, by the database, to the first instant of the next term. The",
            "lease is part of it. A new replica starts after each kill, so that one takes",
            "some seconds more than the lease. The database is the one given, or a",
            "PostgreSQL of its own.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  java -jar elector-demo.jar takeover --kills 20",
            "",
            "Exit code: 0 if it was measured, 1 if not, 2 for a wrong command line."
        })
public final class Takeovers implements Callable<Integer> {
    private static final List<String> NODES = List.of("alpha", "beta", "gamma");
    private static final int MOST_KILLS = 10_000;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(names = "--kills", paramLabel = "N", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    private int kills = 20;

    @Option(names = "--json", description = "Prints JSON lines only, the last with the percentiles in milliseconds.")
    private boolean json;

    @Override
    public Integer call() {
        Bounds.checkNumber("--kills", kills, 1, MOST_KILLS);
        times.applyTo(new ElectorOptions());
        History history = new History();
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase used = cleanUp.add(DemoDatabase.open(database.find()));
            String server = used.version();
            Cluster cluster = cleanUp.add(new Cluster(NODES, used.uri(), arguments(), history, event -> {}));
            KillRounds measured = new KillRounds(used, cluster, history, times);
            Percentiles millis = measured.run(kills, json ? Takeovers::printJson : takeover -> {});
            System.out.println(json ? millis.toJson("kills").encode() : millis.table(title(server)));
            return 0;
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(times.arguments());
        arguments.addAll(List.of("--component", KillRounds.COMPONENT, "--no-rows"));
        return arguments;
    }

    private String title(String server) {
        return "takeovers after kill -9, lease " + Figures.seconds(times.lease().toNanos() / 1e6) + ", " + server;
    }

    private static void printJson(Takeover takeover) {
        System.out.println(takeover.toJson().encode());
    }
}
