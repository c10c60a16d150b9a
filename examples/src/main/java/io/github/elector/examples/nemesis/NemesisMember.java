// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.JsonLines;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.EventPrinter;
import io.github.elector.examples.cluster.InputCommands;
import io.github.elector.examples.cluster.RunningReplica;
import io.github.elector.examples.cluster.TerminationHook;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * One replica under a nemesis: campaigns, adds to lists while it leads, and says all of it on standard output; driven by
 * {@link Nemesis} through standard input, and gone with it.
 */
@Command(
        name = "nemesis-member",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "One of the replicas of the command nemesis, which starts it.",
        footer = {
            "",
            "Example:",
            "  java -jar elector-demo.jar nemesis --changes 100",
            "",
            "Exit code: 0 after SIGTERM and when its input ends, 1 if something failed, 2 for",
            "a wrong command line."
        })
public final class NemesisMember implements Callable<Integer> {
    private static final int CONNECTIONS = 8;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Mixin
    private TimesOption times = new TimesOption();

    @Option(names = "--node", required = true, paramLabel = "NAME", description = "The name of this replica.")
    private String node = "";

    @Option(
            names = "--component",
            required = true,
            arity = "1..*",
            paramLabel = "NAME",
            description = "What to campaign for.")
    private List<String> components = new ArrayList<>();

    @Option(
            names = "--first-number",
            paramLabel = "N",
            defaultValue = "0",
            description = "What it adds is numbered from the next on.")
    private long firstNumber;

    @Option(names = "--without-fence", description = "Leaves out the fence where it is said to be.")
    private boolean withoutFence;

    @Override
    public Integer call() throws InterruptedException {
        DatabaseUri uri = database.require();
        ElectorOptions options = times.applyTo(new ElectorOptions().setNode(node))
                .setStore(NemesisTables.options(uri).toJson());
        JsonLines lines = new JsonLines(System.out);
        RunningReplica replica = new RunningReplica(options, components, new EventPrinter(System.out, true));
        TerminationHook hook = TerminationHook.install(replica);
        ValidityWatch watch = new ValidityWatch(node, sighting -> lines.print(sighting.toJson()));
        watch.start();
        long stopMillis = times.stop().toMillis();
        // Longer than any pause, or what is written after one would be given up before it is sent.
        LeaderPool pool = replica.pool(
                uri, "elector-demo lists", CONNECTIONS, 4 * times.lease().toMillis());
        TermLists lists = new TermLists(pool, uri, Duration.ofMillis(Math.max(10, stopMillis)), withoutFence);
        AtomicLong numbers = new AtomicLong(firstNumber);
        try {
            TermWork appending = TermWork.of(term -> {
                watch.watch(term);
                return new ListAppender(node, term, lists, numbers, lines::print, stopMillis);
            });
            replica.start(component -> appending);
        } catch (RuntimeException unusable) {
            hook.remove();
            throw unusable;
        }
        new InputCommands(System.in, replica).start();
        new CountDownLatch(1).await();
        return 0;
    }
}
