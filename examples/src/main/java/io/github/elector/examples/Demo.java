// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Replica;
import io.github.elector.examples.console.ConsoleOption;
import io.github.elector.examples.demonstration.DemonstrationRun;
import io.github.elector.examples.demonstration.Takeovers;
import io.github.elector.examples.discovery.Registry;
import io.github.elector.examples.first.FirstElection;
import io.github.elector.examples.handover.Handover;
import io.github.elector.examples.many.Many;
import io.github.elector.examples.many.ManyMember;
import io.github.elector.examples.nemesis.Nemesis;
import io.github.elector.examples.nemesis.NemesisMember;
import io.github.elector.examples.provider.Provider;
import io.github.elector.examples.soak.Soak;
import io.github.elector.examples.speed.RegistrySpeed;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            Soak.class,
            RegistrySpeed.class,
            Provider.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Leader election for Vert.x on the SQL database you already have.",
        description = {
            "",
            "Without a command it runs the demonstration: three replicas elect leaders of",
            "two components on a PostgreSQL of their own, and lose them in four ways, while",
            "provider processes come, end and are killed. One component writes what is",
            "registered at a ZooKeeper into SQL, the other what runs. It ends with a table;",
            "with --console it then goes on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar",
            "  java -jar elector-demo.jar --console 8080",
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

    @Mixin
    private ConsoleOption console = new ConsoleOption();

    @Option(
            names = "--zookeeper",
            paramLabel = "HOST:PORT",
            description = "Where the providers register, if not at a ZooKeeper of their own.")
    private @Nullable String zookeeper;

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
    public Integer call() throws InterruptedException {
        times.applyTo(new ElectorOptions());
        if (zookeeper != null) {
            Registry.checkAddress("--zookeeper", zookeeper);
        }
        DemonstrationRun.Given used =
                new DemonstrationRun.Given(given.find(), Optional.ofNullable(zookeeper), console.address());
        return new DemonstrationRun(used, times, System.out, json).run()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
