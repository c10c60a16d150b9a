// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.console.Console;
import io.github.elector.examples.console.ConsoleAddress;
import io.github.elector.examples.console.DatabaseConsole;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.DemoDatabase;
import io.github.elector.examples.database.SmallVertx;
import io.github.elector.examples.discovery.EmbeddedRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The demonstration with all that it needs, from the start of a database until nothing is left of it. */
public final class DemonstrationRun {
    private static final List<String> NODES = List.of("alpha", "beta", "gamma");
    private static final List<String> COMPONENTS = List.of("discovery", "engine");
    private static final long BETWEEN_STEPS_SECONDS = 5;

    private final Given given;
    private final TimesOption times;
    private final Narrator narrator;

    /**
     * What somebody else has, or wants.
     *
     * @param database to use, instead of one of its own
     * @param zookeeper to register at, instead of one of its own
     * @param console where to serve a page
     */
    public record Given(Optional<DatabaseUri> database, Optional<String> zookeeper, Optional<ConsoleAddress> console) {}

    /** Told is it to {@code out}, as JSON lines or for people. */
    public DemonstrationRun(Given given, TimesOption times, PrintStream out, boolean json) {
        this.given = given;
        this.times = times;
        this.narrator = json ? new JsonNarrator(out) : new Timeline(out, new Paint(), NODES);
    }

    /**
     * Runs it to its end, a minute or so; with a console it goes on until the process is ended, if everything held. Blocks.
     *
     * @return whether everything held
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    public boolean run() throws InterruptedException {
        // Others may run on this machine.
        String mesh = "demo-" + ProcessHandle.current().pid();
        History history = new History();
        try (CleanUp cleanUp = new CleanUp()) {
            narrator.begin(
                    given.database().map(DatabaseUri::toString).orElse("a PostgreSQL of its own"), times.lease());
            DemoDatabase database = cleanUp.add(DemoDatabase.open(given.database()));
            MeshRows rows = new MeshRows(database, mesh);
            narrator.part(database.version() + " answers. Providers and replicas start.");
            String zookeeper =
                    given.zookeeper().orElseGet(() -> cleanUp.add(embedded()).address());
            Optional<String> console = given.console()
                    .map(address -> serve(cleanUp, address, database).url());
            console.ifPresent(narrator::console);
            Providers providers = cleanUp.add(new Providers(mesh, zookeeper));
            Cluster cluster = cleanUp.add(
                    new Cluster(NODES, database.uri(), arguments(mesh, zookeeper), history, narrator::event));
            Demonstration demonstration =
                    new Demonstration(database, cluster, history, narrator, providers, rows, COMPONENTS, times);
            Verdict verdict = demonstration.run(console.isEmpty());
            narrator.end(verdict);
            if (console.isPresent() && verdict.held()) {
                narrator.part("It goes on until Ctrl-C: " + console.get());
                goOn(providers);
            }
            rows.delete();
            return verdict.held();
        }
    }

    private static EmbeddedRegistry embedded() {
        try {
            return new EmbeddedRegistry();
        } catch (IOException e) {
            throw new IllegalStateException("no ZooKeeper of its own: " + e.getMessage(), e);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a ZooKeeper started", stopped);
        }
    }

    private static Console serve(CleanUp cleanUp, ConsoleAddress address, DemoDatabase database) {
        Vertx vertx = SmallVertx.make();
        cleanUp.add(() -> Blocking.await(vertx.close()));
        return Blocking.await(DatabaseConsole.open(vertx, address, database.uri(), "demonstration", List.of(), true));
    }

    /** Until the process is ended. */
    private void goOn(Providers providers) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(BETWEEN_STEPS_SECONDS, TimeUnit.SECONDS)) {
            narrator.provider(providers.next());
        }
    }

    private List<String> arguments(String mesh, String zookeeper) {
        List<String> arguments = new ArrayList<>(times.arguments());
        arguments.addAll(List.of("--zookeeper", zookeeper, "--mesh", mesh));
        COMPONENTS.forEach(component -> arguments.addAll(List.of("--component", component)));
        return arguments;
    }
}
