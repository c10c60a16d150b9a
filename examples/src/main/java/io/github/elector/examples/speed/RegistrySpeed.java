// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.JsonLines;
import io.github.elector.examples.cli.RunFacts;
import io.github.elector.examples.database.DemoDatabase;
import io.github.elector.examples.discovery.EmbeddedRegistry;
import io.github.elector.examples.discovery.Registry;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how soon SQL has what a registry has. */
@Command(
        name = "registry",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Measures how soon SQL has what applications register at a ZooKeeper.",
        description = {
            "",
            "Three times: from the beginning of a term to the commit of its first list, with",
            "empty tables; from the answer to a registration to a SELECT that finds its row;",
            "and from the end of one leader's term to the commit of the next one's list.",
            "Leaders, the ZooKeeper and who registers are this one process. Database and",
            "ZooKeeper are those given, or its own. Of one that is given nothing stays but",
            "what was there before.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar registry",
            "  java -jar elector-demo.jar registry --db mariadb://me:secret@localhost/db",
            "",
            "Exit code: 0 if it was measured, 1 if not, 2 for a wrong command line."
        })
public final class RegistrySpeed implements Callable<Integer> {
    private static final int MOST_INSTANCES = 50_000;
    private static final int MOST_ROUNDS = 10_000;

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--zookeeper",
            paramLabel = "HOST:PORT",
            description = "Where they register, if not at a ZooKeeper of its own.")
    private @Nullable String zookeeper;

    @Option(
            names = "--instances",
            paramLabel = "N",
            defaultValue = "10000",
            description = "How many there are at the first list (${DEFAULT-VALUE}).")
    private int instances = 10_000;

    @Option(
            names = "--lists",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many first lists (${DEFAULT-VALUE}).")
    private int lists = 3;

    @Option(
            names = "--registrations",
            paramLabel = "N",
            defaultValue = "500",
            description = "How many are waited for in SQL (${DEFAULT-VALUE}).")
    private int registrations = 500;

    @Option(names = "--takeovers", paramLabel = "N", defaultValue = "20", description = "How many (${DEFAULT-VALUE}).")
    private int takeovers = 20;

    @Option(
            names = "--taken-over",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many instances there are then (${DEFAULT-VALUE}).")
    private int takenOver = 1_000;

    @Option(names = "--json", description = "Prints JSON lines only, the last with the percentiles in milliseconds.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Bounds.checkNumber("--instances", instances, 1, MOST_INSTANCES);
        Bounds.checkNumber("--lists", lists, 1, MOST_ROUNDS);
        Bounds.checkNumber("--registrations", registrations, 1, MOST_ROUNDS);
        Bounds.checkNumber("--takeovers", takeovers, 1, MOST_ROUNDS);
        Bounds.checkNumber("--taken-over", takenOver, 1, instances);
        String mesh = "speed-" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
        if (zookeeper != null) {
            checkAddress(mesh, zookeeper);
        }
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase server = cleanUp.add(DemoDatabase.open(database.find()));
            String version = server.version();
            String address =
                    zookeeper == null ? cleanUp.add(new EmbeddedRegistry()).address() : zookeeper;
            SpeedTables tables = cleanUp.add(new SpeedTables(server.uri(), mesh));
            Registrant registrant = cleanUp.add(new Registrant(address, mesh));
            Registry registry = new Registry(mesh, registrant.address());
            SpeedHistory history = new SpeedHistory();
            List<SpeedMember> members = new ArrayList<>();
            for (String node : List.of("alpha", "beta")) {
                members.add(cleanUp.add(new SpeedMember(node, server.uri(), registry, history)));
            }
            SpeedRun run = new SpeedRun(members, history, registrant, tables);
            JsonLines lines = new JsonLines(System.out);
            SpeedFigures figures = run.run(instances, lists, takenOver, takeovers, registrations, round -> {
                if (json) {
                    lines.print(round);
                }
            });
            if (json) {
                lines.print(figures.toJson().mergeIn(new JsonObject().put("server", version)));
            } else {
                System.out.println("registry: how soon SQL has what is registered");
                RunFacts.lines(version, server).forEach(System.out::println);
                System.out.println();
                figures.table().forEach(System.out::println);
            }
            return 0;
        }
    }

    /** Before anything is started. */
    private static void checkAddress(String mesh, String address) {
        new Registry(mesh, address);
    }
}
