// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Runs cells on servers: those that touch only lines and rows side by side, the others one after the other. */
final class FaultMatrix {
    private static final long LONGEST_MINUTES = 90;

    private final List<FaultKind> kinds;
    private final List<Phase> phases;
    private final int rounds;
    private final int atOnce;
    private final int attempts;
    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> incomplete = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> skipped = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Ticker ticker = new Ticker();
    private final SearchedLogs logs = new SearchedLogs();
    private final List<String> servers = Collections.synchronizedList(new ArrayList<>());

    /**
     * Nothing runs yet.
     *
     * @param rounds how often each cell is run
     * @param atOnce how many cells run on one server at once, at most
     * @param attempts how often a cell is run, at most, if the machine stands still in it
     */
    FaultMatrix(List<FaultKind> kinds, List<Phase> phases, int rounds, int atOnce, int attempts) {
        this.kinds = kinds;
        this.phases = phases;
        this.rounds = rounds;
        this.atOnce = atOnce;
        this.attempts = attempts;
    }

    /** Runs everything on all of these servers, side by side, and tells what was seen. */
    MatrixReport run(List<ServerChoice> choices) {
        long begun = System.nanoTime();
        Map<String, Long> threads = Threads.live();
        inParallel(
                choices.size(),
                choices.stream().<Runnable>map(choice -> () -> runOn(choice)).toList());
        ticker.close();
        logs.close();
        return new MatrixReport(
                kinds,
                phases,
                List.copyOf(servers),
                List.copyOf(outcomes),
                List.copyOf(incomplete),
                Map.copyOf(skipped),
                ticker.summary(),
                logs.lines(),
                logs.secrets(),
                Threads.moreThan(threads),
                System.nanoTime() - begun);
    }

    private void runOn(ServerChoice choice) {
        if (choice.isShared()) {
            runOn(choice.shared());
            return;
        }
        Optional<Path> programs = choice.programs();
        if (programs.isEmpty()) {
            skipped.put(choice.key(), "every kind: this machine does not have its programs");
            return;
        }
        try (FaultServer server = choice.start(programs.get(), false)) {
            runOn(server);
        }
        if (kinds.stream().anyMatch(kind -> kind.needs() == Needs.CLOCK)
                && FakedTime.library().isPresent()) {
            try (FaultServer server = choice.start(programs.get(), true)) {
                runCells(server, 1, cells(kind -> kind.needs() == Needs.CLOCK));
            }
        }
    }

    private void runOn(FaultServer server) {
        servers.add(server.name());
        runCells(server, atOnce, cells(kind -> kind.needs() == Needs.NOTHING));
        for (Needs needs :
                List.of(Needs.ALONE, Needs.PROCESS, Needs.BACKENDS, Needs.JVMS, Needs.JVM_CLOCKS, Needs.CLOCK)) {
            Optional<String> missing = needs.missingOn(server);
            if (needs == Needs.CLOCK
                    && server.process().isPresent()
                    && FakedTime.library().isPresent()) {
                // On a server of their own, after this one.
            } else if (missing.isPresent()) {
                kinds.stream()
                        .filter(kind -> kind.needs() == needs)
                        .forEach(kind -> skipped.put(kind + " on " + server.name(), missing.get()));
            } else {
                runCells(server, 1, cells(kind -> kind.needs() == needs));
            }
        }
    }

    private List<Cell> cells(Predicate<FaultKind> which) {
        List<Cell> cells = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (FaultKind kind : kinds) {
                if (which.test(kind)) {
                    phases.forEach(phase -> cells.add(new Cell(kind, phase)));
                }
            }
        }
        return cells;
    }

    private void runCells(FaultServer server, int width, List<Cell> cells) {
        inParallel(
                width,
                cells.stream().<Runnable>map(cell -> () -> run(server, cell)).toList());
    }

    /** Again if the machine had no time for it; what was judged the first time stays judged. */
    private void run(FaultServer server, Cell cell) {
        boolean complete = false;
        for (int i = 0; i < attempts && !complete; i++) {
            server.process().ifPresent(ServerProcess::ensureRunning);
            Outcome outcome = told(new CellRun(server, cell, Make.SHIPPED, ticker).run());
            outcomes.add(outcome);
            complete = outcome.isComplete();
        }
        if (!complete) {
            incomplete.add(server.name() + ", " + cell);
        }
    }

    /** So that whoever waits sees it go on. */
    private static Outcome told(Outcome outcome) {
        if (!outcome.violations().isEmpty()) {
            System.out.println("[faults] " + outcome.server() + ", " + outcome.cell() + ": " + outcome.violations());
        }
        return outcome;
    }

    private static void inParallel(int width, List<Runnable> tasks) {
        if (tasks.isEmpty()) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(width);
        try {
            List<Future<?>> running = new ArrayList<>();
            tasks.forEach(task -> running.add(threads.submit(task)));
            for (Future<?> each : running) {
                each.get(LONGEST_MINUTES, TimeUnit.MINUTES);
            }
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException("the matrix did not get to its end", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } finally {
            threads.shutdownNow();
        }
    }
}
