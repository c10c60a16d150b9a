// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import io.github.elector.benchmarks.peers.Peer;
import io.github.elector.benchmarks.peers.Times;
import io.github.elector.benchmarks.scenarios.Field;
import io.github.elector.benchmarks.scenarios.PaceMeter;
import io.github.elector.benchmarks.scenarios.Scenario;
import io.github.elector.benchmarks.scenarios.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures elections side by side, ours and those of others, and writes a report. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        usageHelpWidth = 80,
        header = "Measures elections side by side, and writes a report.",
        description = {
            "",
            "Contenders run in processes of their own on one PostgreSQL (its own, with",
            "fsync on, or --db) and one ZooKeeper, in turns. Written are report.json, one",
            "page with charts, report.html, and a table, report.md. Machines that do",
            "something else meanwhile measure that.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  java -jar benchmarks.jar report",
            "  java -jar benchmarks.jar report --minutes 5 --contenders elector,curator",
            "",
            "Exit code: 0 if it was measured, also where others are better; 1 if a scenario",
            "failed, or ours did not get to its end; 2 for a wrong command line."
        })
public final class Report implements Callable<Integer> {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(6);

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "15",
            description = "About how long it takes (${DEFAULT-VALUE}); below 15 there are fewer rounds and"
                    + " at most 100 components and 5 replicas.")
    private int minutes = 15;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Where to write (${DEFAULT-VALUE}).")
    private Path folder = Path.of("report");

    @Option(
            names = "--db",
            paramLabel = "URI",
            description = "A PostgreSQL to use: tables of all contenders are made there and stay. env:NAME is the one"
                    + " whose URI stands in an environment variable.")
    private @Nullable String database;

    @Option(
            names = "--contenders",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "elector,shedlock,spring,curator",
            description = "Who takes part (${DEFAULT-VALUE}).")
    private List<String> contenders = List.of();

    @Option(
            names = "--scenarios",
            split = ",",
            paramLabel = "NAME",
            description = "What to measure, of floor, first-election, clean-handover, event-loop,"
                    + " many-components, replicas and takeover (all).")
    private List<String> scenarios = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        long begunNanos = System.nanoTime();
        Set<Peer> peers = EnumSet.noneOf(Peer.class);
        List<Scenario> chosen;
        Optional<String> given;
        try {
            contenders.forEach(name -> peers.add(Peer.contender(name)));
            chosen = chosen(new Plan(minutes).scenarios(begunNanos));
            makeFolder();
            given = Optional.ofNullable(database).map(GivenDatabase::usable);
        } catch (IllegalArgumentException unusable) {
            throw new ParameterException(spec.commandLine(), unusable.getMessage(), unusable);
        }
        List<String> command = new ArrayList<>(List.of("report"));
        command.addAll(spec.commandLine().getParseResult().originalArgs());
        boolean allMeasured = true;
        JsonObject load = RunFacts.load();
        try (Servers servers = Servers.start(given, peers)) {
            JsonObject facts = RunFacts.atStart(RunFacts.withoutSecrets(command), servers, load);
            Field field =
                    new Field(servers, List.copyOf(peers), Times.of(LEASE), Times.of(SHORT_LEASE), System.err::println);
            JsonObject report = new JsonObject()
                    .put("facts", facts)
                    .put("busy", RunFacts.busy(facts))
                    .put("settings", settings(field));
            print(report);
            waitForElectionsOnANewServer(servers);
            JsonObject figures = new JsonObject();
            report.put("scenarios", figures);
            for (Scenario scenario : chosen) {
                JsonObject result = run(scenario, field);
                allMeasured &= !result.containsKey("failure");
                figures.put(scenario.key(), result);
                // What was measured is not lost if the next one fails.
                write(judged(report));
            }
            RunFacts.atEnd(facts);
            write(judged(report));
            allMeasured &= Target.of(new Figures(figures)).stream().noneMatch(Target::failed);
        }
        System.out.println(
                "written: " + folder.resolve("report.html").toAbsolutePath().normalize());
        return allMeasured ? 0 : 1;
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException unmade) {
            throw new IllegalArgumentException(
                    "--out is '" + folder
                            + "', and no folder can be made there: it is or lies below a file, or you have no"
                            + " right to; give another",
                    unmade);
        }
        if (!Files.isWritable(folder)) {
            throw new IllegalArgumentException("--out is '" + folder + "', where you may not write: give another");
        }
    }

    private List<Scenario> chosen(List<Scenario> all) {
        List<String> keys = all.stream().map(Scenario::key).toList();
        for (String name : scenarios) {
            if (!keys.contains(name)) {
                throw new IllegalArgumentException("there is no scenario '" + name + "': take some of " + keys);
            }
        }
        return all.stream()
                .filter(scenario -> scenarios.isEmpty() || scenarios.contains(scenario.key()))
                .toList();
    }

    private static JsonObject run(Scenario scenario, Field field) {
        field.say(scenario.key());
        long begun = System.nanoTime();
        JsonObject result = new JsonObject().put("what", scenario.what());
        PaceMeter meter = PaceMeter.begin();
        try {
            result.put("figures", scenario.run(field));
        } catch (RuntimeException failed) {
            field.say(scenario.key() + " failed: " + failed);
            result.put("failure", String.valueOf(failed.getMessage()));
        }
        return result.put("pace", meter.end().toJson())
                .put("seconds", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
    }

    private static JsonObject settings(Field field) {
        JsonObject settings = new JsonObject();
        for (Peer peer : field.peersAndFloor()) {
            JsonObject one = new JsonObject();
            peer.settings(peer.nearest(field.lease())).forEach(one::put);
            one.put(
                    "lease where its end is waited for",
                    peer.nearest(field.shortLease()).lease().toMillis() + " ms");
            settings.put(peer.key(), one);
        }
        return settings;
    }

    /** A server that has just started may have lost a row: for a lease ours does not believe that there is none. */
    private static void waitForElectionsOnANewServer(Servers servers) {
        long until = servers.startedNanos() + LEASE.plusSeconds(1).toNanos();
        for (long left = until - System.nanoTime();
                servers.ownDatabase() && left > 0;
                left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static JsonObject judged(JsonObject report) {
        Figures figures = new Figures(report.getJsonObject("scenarios"));
        JsonArray targets = new JsonArray();
        Target.of(figures).forEach(target -> targets.add(target.toJson()));
        return report.put("targets", targets).put("betterPeers", new JsonArray(Metric.betterPeers(Metric.of(figures))));
    }

    private void write(JsonObject report) throws IOException {
        Files.writeString(folder.resolve("report.json"), report.encodePrettily());
        Files.writeString(folder.resolve("report.md"), MarkdownPage.of(report));
        Files.writeString(folder.resolve("report.html"), HtmlPage.of(report));
    }

    private static void print(JsonObject report) {
        report.getJsonObject("facts").forEach(fact -> printLine(fact.getKey(), fact.getValue()));
        report.getJsonObject("settings").forEach(peer -> {
            System.out.println(Peer.of(peer.getKey()).title());
            ((JsonObject) peer.getValue()).forEach(one -> printLine("  " + one.getKey(), one.getValue()));
        });
    }

    private static void printLine(String name, Object value) {
        System.out.println(String.format(Locale.ROOT, "%-20s %s", name, value));
    }
}
