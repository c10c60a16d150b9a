// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.demonstration;

import io.github.elector.examples.cli.CleanUp;
import io.github.elector.examples.cli.TimesOption;
import io.github.elector.examples.cluster.Cluster;
import io.github.elector.examples.cluster.History;
import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.DemoDatabase;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The demonstration with all that it needs, from the start of a database until nothing is left of it. */
public final class DemonstrationRun {
    private static final List<String> NODES = List.of("alpha", "beta", "gamma");
    private static final List<String> COMPONENTS = List.of("discovery", "engine");

    private final Optional<DatabaseUri> given;
    private final TimesOption times;
    private final Narrator narrator;

    /** On the given database or one of its own; told is it to {@code out}, as JSON lines or for people. */
    public DemonstrationRun(Optional<DatabaseUri> given, TimesOption times, PrintStream out, boolean json) {
        this.given = given;
        this.times = times;
        this.narrator = json ? new JsonNarrator(out) : new Timeline(out, new Paint(), NODES);
    }

    /**
     * Runs it to its end, a minute or so; blocks.
     *
     * @return whether everything held
     * @throws IllegalStateException if it cannot go on: a replica ended by itself, or nobody leads for far too long
     */
    public boolean run() {
        History history = new History();
        try (CleanUp cleanUp = new CleanUp()) {
            narrator.begin(given.map(DatabaseUri::toString).orElse("a PostgreSQL of its own"), times.lease());
            DemoDatabase database = cleanUp.add(DemoDatabase.open(given));
            narrator.part(database.version() + " answers. The replicas start.");
            Cluster cluster = cleanUp.add(new Cluster(NODES, database.uri(), arguments(), history, narrator::event));
            Verdict verdict = new Demonstration(database, cluster, history, narrator, COMPONENTS, times).run();
            narrator.end(verdict);
            return verdict.held();
        }
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(times.arguments());
        COMPONENTS.forEach(component -> arguments.addAll(List.of("--component", component)));
        return arguments;
    }
}
