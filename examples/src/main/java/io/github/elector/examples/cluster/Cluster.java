// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several replicas in JVMs of their own, each with a line of its own to the database that can be cut. */
public final class Cluster implements AutoCloseable {
    private static final List<String> SMALL_JVM = List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
    private static final long KILL_SECONDS = 5;

    private final DatabaseUri database;
    private final Supplier<List<String>> command;
    private final History history;
    private final Consumer<ReplicaEvent> told;
    private final Consumer<JsonObject> reported;
    private final Map<String, TcpProxy> lines = new LinkedHashMap<>();
    private final Map<String, ReplicaProcess> replicas = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    private volatile boolean ending;
    private volatile @Nullable String failure;

    /** Of the command {@code replica}. Starts nothing yet; {@code told} hears each event after the history did. */
    public Cluster(
            List<String> nodes,
            DatabaseUri database,
            List<String> arguments,
            History history,
            Consumer<ReplicaEvent> told) {
        this(nodes, database, () -> replica(arguments), history, told, report -> {});
    }

    /**
     * Of another command, which is asked for at each start; {@code reported} hears each line that is no event, on the
     * thread of its replica.
     */
    public Cluster(
            List<String> nodes,
            DatabaseUri database,
            Supplier<List<String>> command,
            History history,
            Consumer<ReplicaEvent> told,
            Consumer<JsonObject> reported) {
        this.database = database;
        this.command = command;
        this.history = history;
        this.told = told;
        this.reported = reported;
        nodes.forEach(node -> lines.put(node, new TcpProxy(database.host(), database.port())));
    }

    /** All replicas, whether they run or not. */
    public List<String> nodes() {
        return List.copyOf(lines.keySet());
    }

    /** Starts this replica, anew if it ended. */
    public void start(String node) {
        ReplicaProcess started = ReplicaProcess.start(
                node, database.throughLocalPort(line(node).port()), SMALL_JVM, command.get(), this::hear);
        replicas.put(node, started);
        ends.put(node, started.ended().thenAccept(atNanos -> ended(started, atNanos)));
    }

    /**
     * The process of this replica that was started last, whether it runs or not.
     *
     * @throws IllegalStateException if none was
     */
    public ReplicaProcess replica(String node) {
        ReplicaProcess replica = replicas.get(node);
        if (replica == null) {
            throw new IllegalStateException("replica '" + node + "' was never started");
        }
        return replica;
    }

    /** Completes when this replica is gone, and the history says so. */
    public CompletableFuture<Void> ended(String node) {
        return ends.getOrDefault(node, CompletableFuture.completedFuture(null));
    }

    /** The line of this replica to the database. */
    public TcpProxy line(String node) {
        TcpProxy line = lines.get(node);
        if (line == null) {
            throw new IllegalArgumentException("no replica is called '" + node + "'");
        }
        return line;
    }

    /** SIGTERM to all; completes when all are gone. */
    public CompletableFuture<Void> terminateAll() {
        ending = true;
        replicas.values().forEach(ReplicaProcess::terminate);
        return CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new));
    }

    /**
     * Waits until something is true of what the replicas said.
     *
     * @throws IllegalStateException if it does not become true in time, or a replica ended by itself
     */
    public void waitUntil(String what, Duration patience, Predicate<History> condition) {
        boolean reached = history.await(patience, seen -> failure != null || condition.test(seen));
        check();
        if (!reached) {
            throw new IllegalStateException("waited " + patience.toSeconds() + " s until " + what + ", in vain");
        }
    }

    /**
     * Nothing, as long as no replica has ended by itself.
     *
     * @throws IllegalStateException if one has
     */
    public void check() {
        String seen = failure;
        if (seen != null) {
            throw new IllegalStateException(seen);
        }
    }

    /** Leaves nothing running, however it is. */
    @Override
    public void close() {
        ending = true;
        replicas.values().forEach(ReplicaProcess::kill);
        CompletableFuture.allOf(ends.values().toArray(CompletableFuture[]::new))
                .orTimeout(KILL_SECONDS, TimeUnit.SECONDS)
                .exceptionally(slow -> null)
                .join();
        lines.values().forEach(TcpProxy::close);
    }

    private static List<String> replica(List<String> arguments) {
        List<String> command = new ArrayList<>(Replica.ATTACHED);
        command.addAll(arguments);
        return command;
    }

    private void hear(JsonObject line) {
        if (line.containsKey("event")) {
            tell(ReplicaEvent.from(line));
        } else {
            reported.accept(line);
        }
    }

    private void tell(ReplicaEvent event) {
        history.add(event);
        told.accept(event);
    }

    private void ended(ReplicaProcess replica, long atNanos) {
        int code = replica.exitCode();
        boolean unwanted = code != 0 && code != Signals.KILLED;
        if (unwanted && !ending) {
            // Before the death is told: that wakes whoever waits, to look at this.
            failure = "replica '" + replica.node() + "' ended with " + code + "\n" + replica.lastLog();
        }
        tell(ReplicaEvent.death(replica.node(), atNanos));
    }
}
