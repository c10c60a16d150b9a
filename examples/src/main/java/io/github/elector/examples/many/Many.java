// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.many;

import io.github.elector.ElectorOptions;
import io.github.elector.examples.cli.Bounds;
import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.DatabaseOption;
import io.github.elector.examples.cli.DurationOption;
import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.JarVersion;
import io.github.elector.examples.database.DemoDatabase;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.sql.testing.WireCounter;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what very many components cost: the process that leads them, one that stands by, and a takeover of all. */
@Command(
        name = "many",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Measures what very many components cost.",
        description = {
            "",
            "A process of its own campaigns for all of them, and leads them for a while; with",
            "--standby a second one watches, with --kill that one then takes all of them over",
            "from the first, which is killed. Statements are counted on the wire. The database",
            "is the one given, PostgreSQL, MySQL or MariaDB, or a PostgreSQL of its own; tables",
            "that begin with many_ are made there, and dropped.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar elector-demo.jar many --components 10000 --for 10m",
            "  java -jar elector-demo.jar many --kill --db mariadb://me:secret@localhost/db",
            "",
            "Exit code: 0 if it was measured and no term was lost, 1 if not, 2 for a wrong",
            "command line."
        })
public final class Many implements Callable<Integer> {
    private static final Pattern HEAP = Pattern.compile("[1-9]\\d{0,9}[kKmMgG]");

    @Mixin
    private ManyOptions options = new ManyOptions();

    @Mixin
    private DatabaseOption database = new DatabaseOption();

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "1m",
            description = "How long to measure (${DEFAULT-VALUE}).")
    private Duration measured = Duration.ofMinutes(1);

    @Option(names = "--standby", description = "A second process stands by for the same components.")
    private boolean standby;

    @Option(names = "--kill", description = "Kills the first process in the end; implies --standby.")
    private boolean kill;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = "256m",
            description = "Largest heap of each process, as the JVM takes it (${DEFAULT-VALUE}).")
    private String heap = "256m";

    @Option(names = "--json", description = "Prints one JSON line only; logs go to standard error.")
    private boolean json;

    @Override
    public Integer call() {
        options.applyTo(new ElectorOptions());
        checkHeap();
        Bounds.checkTime("--for", measured);
        try (CleanUp cleanUp = new CleanUp()) {
            DemoDatabase server = cleanUp.add(DemoDatabase.open(database.find()));
            String version = server.version();
            ManyDatabase tables = cleanUp.add(new ManyDatabase(server.uri()));
            JsonObject figures = new JsonObject()
                    .put("components", options.components())
                    .put("leaseMillis", options.lease().toMillis())
                    .put("server", version)
                    .put("java", Runtime.version().toString());
            if (database.find().isEmpty()) {
                // A server that has just started may have lost a row: for a lease nobody believes that there is none.
                pause(options.lease().plusSeconds(1));
            }
            boolean held = measure(tables, cleanUp, figures);
            System.out.println(json ? figures.encode() : ManyTable.of(figures));
            return held ? 0 : 1;
        }
    }

    /** A JVM that does not take it only says so on its standard error, when a database has been started for it. */
    private void checkHeap() {
        if (!HEAP.matcher(heap).matches()) {
            throw new IllegalArgumentException(
                    "--heap must be a size as the JVM takes it, a number and k, m or g: write it as 256m");
        }
    }

    private boolean measure(ManyDatabase database, CleanUp cleanUp, JsonObject figures) {
        Member leader = cleanUp.add(new Member("leader", database));
        Duration patience = Duration.ofSeconds(60L + options.components() / 500)
                .plus(options.lease().multipliedBy(3));
        JsonObject led = leader.process.await("led", patience);
        figures.put("firstElectedMillis", between(led, "startNanos", "firstNanos"))
                .put("allElectedMillis", between(led, "startNanos", "lastNanos"))
                .put("statementsToElect", leader.counter.statements());

        List<Member> members = new ArrayList<>(List.of(leader));
        if (standby || kill) {
            Member second = cleanUp.add(new Member("standby", database));
            second.process.await("started", patience);
            members.add(second);
        }
        settle();
        ManyDatabase.Written before = database.written();
        List<Reading> begun = members.stream().map(Member::read).toList();
        pause(measured);
        boolean held = true;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            JsonObject cost = member.read().since(begun.get(i));
            cost.put("heapBytes", member.process.ask("heap").getLong("bytes"));
            figures.put(member.name, cost);
            held &= cost.getInteger("termsLost") == 0
                    && cost.getInteger("led") == (member == leader ? options.components() : 0);
        }
        ManyDatabase.Written after = database.written();
        figures.put("heartbeats", after.heartbeats() - before.heartbeats())
                .put("leasesWritten", !after.leases().equals(before.leases()));
        held &= after.leases().equals(before.leases());
        return kill ? takeOver(leader, members.get(1), database, figures, patience) && held : held;
    }

    private boolean takeOver(
            Member leader, Member second, ManyDatabase database, JsonObject figures, Duration patience) {
        long before = second.counter.statements();
        long killedNanos = leader.process.kill();
        JsonObject led = second.process.await("led", patience);
        ManyDatabase.Held held = database.held();
        figures.put(
                "takeover",
                new JsonObject()
                        .put("firstMillis", Figures.rounded((led.getLong("firstNanos") - killedNanos) / 1e6))
                        .put("fromFirstToLastMillis", between(led, "firstNanos", "lastNanos"))
                        .put("statements", second.counter.statements() - before)
                        .put("leases", held.leases())
                        .put("holders", held.holders()));
        return held.equals(new ManyDatabase.Held(options.components(), 1));
    }

    /** What an election leaves behind, such as looks that follow it and compilation, is not what is measured. */
    private void settle() {
        pause(options.lease().dividedBy(2));
    }

    private static void pause(Duration duration) {
        long until = System.nanoTime() + duration.toNanos();
        for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static double between(JsonObject said, String from, String to) {
        return Figures.rounded((said.getLong(to) - said.getLong(from)) / 1e6);
    }

    /** A process and the proxy through which it reaches the database. */
    private final class Member implements AutoCloseable {
        final String name;
        final WireCounter counter;
        final TcpProxy proxy;
        final MemberProcess process;

        Member(String name, ManyDatabase database) {
            this.name = name;
            this.counter = database.counter();
            this.proxy = database.proxy();
            proxy.tapClients(counter);
            List<String> jvm = List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
            this.process = MemberProcess.start(name, database.through(proxy), jvm, options.arguments());
        }

        Reading read() {
            JsonObject said = process.ask("measure");
            return new Reading(
                    said.getLong("nanos"),
                    said.getLong("cpuNanos"),
                    counter.statements(),
                    said.getInteger("led"),
                    said.getInteger("ended"));
        }

        @Override
        public void close() {
            process.close();
            proxy.close();
        }
    }

    /** What a process has used so far. */
    private record Reading(long nanos, long cpuNanos, long statements, int led, int ended) {
        JsonObject since(Reading before) {
            double seconds = (nanos - before.nanos) / (double) TimeUnit.SECONDS.toNanos(1);
            return new JsonObject()
                    .put("seconds", Figures.rounded(seconds))
                    .put("statementsPerSecond", Figures.rounded((statements - before.statements) / seconds))
                    .put("cpuPercent", Figures.rounded((cpuNanos - before.cpuNanos) / seconds / 1e7))
                    .put("led", led)
                    .put("termsLost", ended);
        }
    }
}
