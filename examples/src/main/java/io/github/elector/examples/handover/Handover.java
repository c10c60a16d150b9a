// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.handover;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.Percentiles;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.database.DemoDatabase;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures clean handovers between two processes. */
@Command(
        name = "handover",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Measures clean handovers of one component between two processes.",
        description = {
            "",
            "A round is counted from the moment the leader gets the request to resign to",
            "the first instant at which the term of the other is valid: its work is ended,",
            "the lease released, the other told, and the lease acquired. Ten rounds to warm",
            "up come first. The database is the one given, or a PostgreSQL of its own.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  java -jar elector-demo.jar handover --rounds 200",
            "",
            "Exit code: 0 if it was measured, 1 if not, 2 for a wrong command line."
        })
public final class Handover implements Callable<Integer> {
    private static final int MOST_ROUNDS = 100_000;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "100", description = "How many (${DEFAULT-VALUE}).")
    private int rounds = 100;

    @Option(
            names = "--jvm",
            paramLabel = "WHEN",
            converter = ReplicaJvm.Converter.class,
            defaultValue = "quick",
            description = "When the JVMs of the replicas compile a method: quick, after 5 calls, so that ten rounds do"
                    + " warm up, or default, after 200 (${DEFAULT-VALUE}).")
    private ReplicaJvm jvm = ReplicaJvm.QUICK;

    @Option(names = "--json", description = "Prints JSON lines only, the last with the percentiles in milliseconds.")
    private boolean json;

    @Override
    public Integer call() {
        Bounds.checkNumber("--rounds", rounds, 1, MOST_ROUNDS);
        times.applyTo(new ElectorOptions());
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase used = cleanUp.add(DemoDatabase.open(database.find()));
            String server = used.version();
            HandoverRounds measured = cleanUp.add(new HandoverRounds(used.uri(), times, jvm));
            Percentiles millis = measured.run(rounds, json ? Handover::printJson : round -> {});
            System.out.println(json ? millis.toJson("rounds").encode() : millis.table("clean handovers, " + server));
            return 0;
        }
    }

    private static void printJson(HandoverRounds.Round round) {
        System.out.println(round.toJson().encode());
    }
}
