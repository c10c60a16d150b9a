// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.examples.database.LeaderRows;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One replica in the foreground, until it is told to stop. */
@Command(
        name = "replica",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Runs one replica in the foreground until SIGTERM or Ctrl-C.",
        description = {
            "",
            "It campaigns for each component, and writes rows through the fence while it",
            "leads. Tables that are missing are created. A database that is not there yet",
            "is waited for.",
            ""
        },
        footer = {
            "",
            "Example, in two terminals, the second with --node beta:",
            "  export ELECTOR_DB=postgresql://me:secret@localhost:5432/postgres",
            "  java -jar elector-demo.jar replica --node alpha --component discovery",
            "",
            "Exit code: 0 after SIGTERM, 1 if something failed, 2 for a wrong command line."
        })
public final class Replica implements Callable<Integer> {
    /** How a parent process starts one. */
    public static final List<String> ATTACHED = List.of("replica", "--json", "--attached");

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
            description = "What to campaign for; several names, or the option several times.")
    private List<String> components = new ArrayList<>();

    @Option(names = "--json", description = "Prints JSON lines only; logs go to standard error.")
    private boolean json;

    @Option(names = "--no-rows", description = "Leads without writing rows.")
    private boolean noRows;

    @Option(
            names = "--attached",
            description = {
                "Takes commands from standard input (resign COMPONENT MILLIS), and stops when",
                "that ends: for a parent process that must not leave it behind."
            })
    private boolean attached;

    @Override
    public Integer call() throws InterruptedException {
        DatabaseUri uri = database.require();
        ElectorOptions options = times.applyTo(new ElectorOptions().setNode(node))
                .setStore(new JsonObject().put("uri", uri.secretText()).put("createSchema", true));
        new NodeName(node);
        components.forEach(ComponentName::new);
        Set<String> names = new LinkedHashSet<>(components);
        if (names.size() < components.size()) {
            throw new IllegalArgumentException("a component is named twice in " + components + ": name each once");
        }

        EventPrinter printer = new EventPrinter(System.out, json);
        RunningReplica replica = new RunningReplica(options, List.copyOf(names), printer);
        TerminationHook hook = TerminationHook.install(replica);
        try {
            replica.start(work(replica, uri));
        } catch (RuntimeException unusable) {
            hook.remove();
            throw unusable;
        }
        if (attached) {
            new InputCommands(System.in, replica).start();
        }
        new CountDownLatch(1).await();
        return 0;
    }

    private TermWork work(RunningReplica replica, DatabaseUri uri) {
        if (noRows) {
            return TermWork.of(term -> new IdleWork());
        }
        LeaderPool pool =
                replica.pool(uri, "elector-demo rows", 2, 3 * times.stop().toMillis());
        LeaderRows rows = new LeaderRows(pool, uri, times.stop());
        return TermWork.of(term -> new RowWriter(term, rows, times.stop().toMillis()));
    }
}
