// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.DurationOption;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.cli.JsonLines;
import io.github.elector.examples.cli.RunFacts;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.database.DemoDatabase;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Several processes and a nemesis, and whether what is promised held all the same. */
@Command(
        name = "nemesis",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Hurts replicas and their database until leaders have changed very often.",
        description = {
            "",
            "Replicas in JVMs of their own campaign for some components. They are paused,",
            "killed, ended, cut off and asked to resign, and a database of their own is",
            "restarted and killed. Whoever leads updates lists, with the fence and without.",
            "In the end it is counted what was lost, and whether two terms were ever valid at",
            "the same time. The database is the one given, or a PostgreSQL of its own; one",
            "that is given has to be for this alone: tables that begin with nemesis_ are made",
            "there and dropped, and connections to it are ended.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar nemesis --changes 1000",
            "  java -jar elector-demo.jar nemesis --db mariadb://me:secret@localhost/db",
            "  java -jar elector-demo.jar nemesis --changes 100 --without-fence",
            "",
            "Exit code: 0 if so many changes were seen and everything held, 1 if not, 2 for a",
            "wrong command line."
        })
public final class Nemesis implements Callable<Integer> {
    private static final int MOST_CHANGES = 10_000_000;
    private static final int MOST_REPLICAS = 20;
    private static final int MOST_COMPONENTS = 100;
    private static final long NUMBERS_OF_A_PROCESS = 1_000_000_000;

    private final JsonLines lines = new JsonLines(System.out);

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--changes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many leader changes to see (${DEFAULT-VALUE}).")
    private int changes = 1000;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "15m",
            description = "How long to wait for them at most (${DEFAULT-VALUE}).")
    private Duration most = Duration.ofMinutes(15);

    @Option(names = "--replicas", paramLabel = "N", defaultValue = "3", description = "How many (${DEFAULT-VALUE}).")
    private int replicas = 3;

    @Option(
            names = "--components",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many each campaigns for (${DEFAULT-VALUE}).")
    private int components = 5;

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "1s",
            description = "Lease (${DEFAULT-VALUE}); a heartbeat comes each quarter of it, a look each sixth, and work"
                    + " has a quarter to stop.")
    private Duration lease = Duration.ofSeconds(1);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = {
                "Draws the same faults in the same order; a random one is drawn and shown.",
                "Whom they hit, and when, is another time another."
            })
    private @Nullable Long seed;

    @Option(
            names = "--without-fence",
            description = "Leaves out the fence where it is said to be, to see that this is found.")
    private boolean withoutFence;

    @Option(names = "--json", description = "Prints JSON lines only, the last with all figures.")
    private boolean json;

    @Override
    public Integer call() {
        Bounds.checkNumber("--changes", changes, 1, MOST_CHANGES);
        Bounds.checkNumber("--replicas", replicas, 3, MOST_REPLICAS);
        Bounds.checkNumber("--components", components, 1, MOST_COMPONENTS);
        Bounds.checkTime("--for", most);
        TimesOption times = TimesOption.of(lease, lease.dividedBy(4), lease.dividedBy(6), lease.dividedBy(4));
        times.applyTo(new ElectorOptions());
        long drawn = seed == null ? new Random().nextInt(Integer.MAX_VALUE) : seed;
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase server = cleanUp.add(DemoDatabase.open(database.find()));
            String version = server.version();
            List<String> names = names("component-", components);
            NemesisTables tables = cleanUp.add(new NemesisTables(server.uri(), names));
            History history = new History();
            Reports reports = new Reports();
            Cluster cluster = cleanUp.add(new Cluster(
                    names("replica-", replicas),
                    server.uri(),
                    command(times, names),
                    history,
                    this::tell,
                    reports::add));
            NemesisRun run = new NemesisRun(
                    cluster,
                    history,
                    reports,
                    tables,
                    server.server(),
                    new NemesisPlan(drawn, server.server().isPresent()),
                    names,
                    lease,
                    times.patience());

            long startNanos = System.nanoTime();
            double recoveryMillis = run.run(changes, most, told(run));
            Duration taken = Duration.ofNanos(System.nanoTime() - startNanos);
            // What a server still does for clients that are gone is done by then.
            LockSupport.parkNanos(lease.toNanos());
            NemesisFigures figures = NemesisFigures.of(
                    changes, history.events(), reports, rows(tables), run.strokes(), run.pauses(), recoveryMillis);
            System.out.println(
                    json
                            ? figures.toJson()
                                    .put("seed", drawn)
                                    .put("server", version)
                                    .put("seconds", taken.toSeconds())
                                    .encode()
                            : NemesisTable.of(title(), about(version, server, drawn, taken), figures));
            return figures.violations().isEmpty() ? 0 : 1;
        }
    }

    private Supplier<List<String>> command(TimesOption times, List<String> names) {
        AtomicLong started = new AtomicLong();
        return () -> {
            List<String> command = new ArrayList<>(List.of("nemesis-member"));
            command.addAll(times.arguments());
            names.forEach(name -> command.add("--component=" + name));
            command.add("--first-number=" + started.incrementAndGet() * NUMBERS_OF_A_PROCESS);
            if (withoutFence) {
                command.add("--without-fence");
            }
            return command;
        };
    }

    /** Says on standard error how far it is, or with {@code --json} what was done to whom. */
    private BiConsumer<NemesisFault, String> told(NemesisRun run) {
        int[] tenths = {0};
        return (fault, whom) -> {
            if (json) {
                lines.print(new JsonObject()
                        .put("nanos", System.nanoTime())
                        .put("event", "fault")
                        .put("fault", fault.title())
                        .put("node", whom));
            } else if (10L * run.changes() / changes > tenths[0]) {
                tenths[0] = (int) (10L * run.changes() / changes);
                System.err.println(run.changes() + " of " + changes + " leader changes");
            }
        };
    }

    private void tell(ReplicaEvent event) {
        if (json) {
            lines.print(event.toJson());
        }
    }

    private static Map<ListKind, Map<String, ListHead>> rows(NemesisTables tables) {
        Map<ListKind, Map<String, ListHead>> rows = new EnumMap<>(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            rows.put(kind, tables.lists(kind));
        }
        return rows;
    }

    private String title() {
        return "nemesis: " + replicas + " replicas lead " + components
                + " components, and are hurt; what was lost, and who overlapped"
                + (withoutFence ? " (WITHOUT FENCE)" : "");
    }

    private static List<String> about(String version, DemoDatabase server, long seed, Duration taken) {
        List<String> lines = new ArrayList<>(RunFacts.lines(version, server));
        lines.add(RunFacts.line("seed", Long.toString(seed)));
        lines.add(RunFacts.line("took", taken.toSeconds() + " s"));
        return lines;
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> prefix + number)
                .toList();
    }
}
