// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Replica;
import io.github.elector.examples.demonstration.DemonstrationRun;
import io.github.elector.examples.demonstration.Takeovers;
import io.github.elector.examples.first.FirstElection;
import io.github.elector.examples.handover.Handover;
import io.github.elector.examples.many.Many;
import io.github.elector.examples.many.ManyMember;
import io.github.elector.examples.nemesis.Nemesis;
import io.github.elector.examples.nemesis.NemesisMember;
import io.github.elector.examples.soak.Soak;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The program in {@code elector-demo.jar}: a demonstration, and its parts as subcommands. */
@Command(
        name = "elector-demo",
        subcommands = {
            Replica.class,
            Handover.class,
            Takeovers.class,
            FirstElection.class,
            Many.class,
            ManyMember.class,
            Nemesis.class,
            NemesisMember.class,
            Soak.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Leader election for Vert.x on the SQL database you already have.",
        description = {
            "",
            "Without a command it runs the demonstration: three replicas elect leaders of",
            "two components on a PostgreSQL of their own, and lose them in four ways. It",
            "ends with a table.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar",
            "  java -jar elector-demo.jar --db postgresql://me:secret@localhost/postgres",
            "  java -jar elector-demo.jar --db mysql://me:secret@localhost/test",
            "  java -jar elector-demo.jar replica --help",
            "",
            "Exit code: 0 if everything held, 1 if not, 2 for a wrong command line."
        })
public final class Demo implements Callable<Integer> {
    @Mixin
    private DatabaseOption given = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(names = "--json", description = "Prints JSON lines only; logs go to standard error.")
    private boolean json;

    /** Ends with 0 if all went well, 1 if something failed, 2 if the command line cannot be used. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandErrors errors = new CommandErrors();
        return new CommandLine(new Demo())
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    @Override
    public Integer call() {
        times.applyTo(new ElectorOptions());
        return new DemonstrationRun(given.find(), times, System.out, json).run()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
