// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.console.Console;
import io.github.elector.examples.console.ConsoleAddress;
import io.github.elector.examples.console.ConsoleOption;
import io.github.elector.examples.console.DatabaseConsole;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.examples.database.LeaderRows;
import io.github.elector.examples.resources.ResourceWriter;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
            "It campaigns for each component, and writes through the fence while it leads:",
            "rows, or as 'discovery' and 'engine', with --zookeeper, what is registered and",
            "what runs. Tables that are missing are created. A database that is not there",
            "yet is waited for.",
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

    @Mixin
    private ResourcesOption resources = new ResourcesOption();

    @Mixin
    private ConsoleOption console = new ConsoleOption();

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
            TermWork rows = rows(replica, uri);
            Map<String, TermWork> known = resources(replica, uri);
            console.address().ifPresent(address -> serve(replica, address, uri, List.copyOf(names)));
            replica.start(component -> known.getOrDefault(component, rows));
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

    private void serve(RunningReplica replica, ConsoleAddress address, DatabaseUri uri, List<String> names) {
        Console opened =
                Blocking.await(DatabaseConsole.open(replica.vertx(), address, uri, node, names, resources.isGiven()));
        System.err.println("console: " + opened.url());
    }

    private Map<String, TermWork> resources(RunningReplica replica, DatabaseUri uri) {
        if (!resources.isGiven()) {
            return Map.of();
        }
        // So that what is open when a term ends is over within the stop budget, whatever the database does.
        Duration limit = times.stop().multipliedBy(4).dividedBy(5);
        LeaderPool pool = replica.pool(uri, "elector-demo resources", 2, 2 * limit.toMillis());
        return resources.work(ResourceWriter.of(pool, uri, limit), times.stop());
    }

    private TermWork rows(RunningReplica replica, DatabaseUri uri) {
        if (noRows) {
            return TermWork.of(term -> new IdleWork());
        }
        LeaderPool pool =
                replica.pool(uri, "elector-demo rows", 2, 3 * times.stop().toMillis());
        LeaderRows rows = new LeaderRows(pool, uri, times.stop());
        return TermWork.of(term -> new RowWriter(term, rows, times.stop().toMillis()));
    }
}
