// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.testing.EmbeddedMariaDbServer;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.ForwardingStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The shipped stores with one mistake each, most of them one condition less in one statement, on real servers: what
 * {@link HistoriesTest} does meets it, and the check finds it.
 *
 * <p>A build tries one; {@code -Delector.histories.mistakes=true} tries all, and prints how many operations it took.
 */
class MistakesTest {
    private static final boolean ALL = Boolean.getBoolean("elector.histories.mistakes");
    private static final Duration ROUND = Duration.ofMillis(1_500);
    private static final int MOST_ROUNDS = 20;

    private static final UnaryOperator<LeaseStore> IN_TWO_LOOKS = LookInTwo::new;
    private static final UnaryOperator<LeaseStore> AGAIN = AsksAgain::new;

    private static Map<String, Mistake> onBoth() {
        Map<String, Mistake> mistakes = new LinkedHashMap<>();
        mistakes.put("a look in two statements", new Mistake(List.of(), IN_TWO_LOOKS));
        mistakes.put("a lost request asked for again by the store", new Mistake(List.of(), AGAIN));
        return mistakes;
    }

    private static Map<String, Mistake> onPostgres() {
        Map<String, Mistake> mistakes = new LinkedHashMap<>();
        mistakes.put("a fence without its share lock", Mistake.replacing("FOR SHARE OF lease", ""));
        mistakes.put(
                "a claim that compares nothing",
                Mistake.replacing(
                                "lease.holder = claim.holder AND lease.term = claim.term AND lease.term <",
                                "lease.term <")
                        .andReplacing(
                                "lease.holder = $3::text AND lease.term = $4::bigint",
                                "$3::text <> '' AND $4::bigint >= 0"));
        mistakes.put(
                "a claim of no row that overwrites one",
                Mistake.replacing(
                        "ON CONFLICT (component) DO NOTHING",
                        "ON CONFLICT (component) DO UPDATE SET holder = EXCLUDED.holder, term = EXCLUDED.term,"
                                + " released = false"));
        mistakes.put(
                "a claim that does not ask whether it was released",
                Mistake.replacing(
                                "WHERE NOT claim.if_released OR (lease.released AND lease.generation = claim.generation)",
                                "WHERE true")
                        .andReplacing(
                                "(NOT $7::boolean OR (lease.released", "($7::boolean IS NOT NULL OR (lease.released"));
        mistakes.put(
                "a term that does not grow",
                Mistake.replacing("GREATEST(lease.term + 1, claim.above_term + 1, claim.now_millis)", "lease.term")
                        .andReplacing("GREATEST(lease.term + 1, $6::bigint + 1, server.now_millis)", "lease.term"));
        mistakes.put(
                "a release that does not name its term",
                Mistake.replacing(
                        "WHERE component = $1::text AND term = $2::bigint AND holder",
                        "WHERE component = $1::text AND $2::bigint >= 0 AND holder"));
        mistakes.put(
                "a release that does not name its session",
                Mistake.replacing("AND holder = $3::text AND set_config", "AND $3::text <> '' AND set_config"));
        mistakes.put(
                "a heartbeat of a closed session",
                Mistake.replacing(
                        "WHERE session_id = $1::text AND NOT closed RETURNING version",
                        "WHERE session_id = $1::text RETURNING version"));
        mistakes.put(
                "an expiry that does not name the version",
                Mistake.replacing("AND version = $2::bigint", "AND $2::bigint >= 0"));
        mistakes.put(
                "a fence that does not ask whether the session is closed",
                Mistake.replacing("AND session.closed)", "AND session.closed AND false)"));
        mistakes.putAll(onBoth());
        return mistakes;
    }

    private static Map<String, Mistake> onMariaDb() {
        Map<String, Mistake> mistakes = new LinkedHashMap<>();
        mistakes.put("a fence without its share lock", Mistake.replacing("LOCK IN SHARE MODE", ""));
        mistakes.put(
                "a claim that compares nothing",
                Mistake.replacing("AND free.holder = asked.holder AND free.term = asked.term", ""));
        mistakes.put(
                "a release that does not name its term",
                Mistake.replacing(
                        "SET released = 1 WHERE component = ? AND term = ?",
                        "SET released = 1 WHERE component = ? AND ? >= 0"));
        mistakes.put(
                "a heartbeat that does not read its own nonce",
                Mistake.replacing("CASE WHEN own.nonce = ? AND own.closed = 0 THEN", "CASE WHEN ? <> '' THEN"));
        mistakes.put(
                "an expiry that does not name the version",
                Mistake.replacing("AND version = ? AND closed = 0", "AND ? >= 0 AND closed = 0"));
        mistakes.putAll(onBoth());
        return mistakes;
    }

    /** One that edits nothing would be looked for in vain. */
    @Test
    void everyMistakeIsInTheShippedStatements() throws IOException {
        assertAreIn(onPostgres(), "PostgresDialect", "PostgresFence");
        assertAreIn(onMariaDb(), "MysqlDialect", "MysqlFence");
    }

    private static void assertAreIn(Map<String, Mistake> mistakes, String... types) throws IOException {
        StringBuilder statements = new StringBuilder();
        for (String type : types) {
            statements.append(Files.readString(Path.of("src/main/java/io/github/elector/sql", type + ".java")));
        }
        assertThat(mistakes)
                .allSatisfy((name, mistake) ->
                        assertThat(mistake.edits()).as(name).allMatch(edit -> edit.meets(statements.toString())));
    }

    @Test
    void mistakesOnPostgresAreFound() {
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer()) {
            areFound(onPostgres(), mistake -> new PostgresGround(server, mistake));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "elector.histories.mistakes", matches = "true")
    void mistakesOnMariaDbAreFound() {
        try (EmbeddedMariaDbServer server = new EmbeddedMariaDbServer()) {
            areFound(onMariaDb(), mistake -> new MariaDbGround(server, mistake));
        }
    }

    private static void areFound(Map<String, Mistake> mistakes, Function<Mistake, Ground> on) {
        List<String> lines = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        mistakes.entrySet().stream().limit(ALL ? mistakes.size() : 1).forEach(each -> {
            String found = look(each.getValue(), on, lines);
            lines.add("  %-56s %s".formatted(each.getKey(), found));
            if (found.startsWith("not")) {
                missed.add(each.getKey());
            }
        });
        lines.add("violations: " + missed.size());
        System.out.println(String.join("\n", lines));
        assertThat(missed).as(String.join("\n", lines)).isEmpty();
    }

    /** In one round after the other, each on fresh tables. */
    private static String look(Mistake mistake, Function<Mistake, Ground> on, List<String> lines) {
        long operations = 0;
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            try (Ground ground = on.apply(mistake)) {
                if (lines.isEmpty()) {
                    lines.add("Mistakes in the statements of a lease store on " + ground.name()
                            + ", looked for in its histories");
                    lines.add("  Java " + Runtime.version() + ", "
                            + Runtime.getRuntime().availableProcessors() + " processors");
                }
                Workload.Recording recording = new Workload(ground, Workload.Kind.STORE, round, ROUND, false).record();
                operations += recording.history().operations().size();
                if (!HistoryCheck.of(recording.history()).violations().isEmpty()) {
                    return String.format(Locale.ROOT, "found after %,7d operations", operations);
                }
            }
        }
        return String.format(Locale.ROOT, "not found in %,d operations", operations);
    }

    /** Reads leases and sessions one after the other. */
    private static final class LookInTwo extends ForwardingStore {
        LookInTwo(LeaseStore store) {
            super(store);
        }

        @Override
        public Future<StoreAnswer.Looked> look(LookRequest request) {
            return store.look(new LookRequest(request.components()))
                    .compose(first -> Vertx.currentContext()
                            .owner()
                            .timer(5, TimeUnit.MILLISECONDS)
                            .compose(passed -> store.look(new LookRequest(List.of(), sessions(request, first))))
                            .map(second -> new StoreAnswer.Looked(
                                    first.server(), first.leases(), second.sessions(), held(request, second))));
        }

        private static Set<SessionId> sessions(LookRequest request, StoreAnswer.Looked first) {
            Set<SessionId> sessions = new HashSet<>(request.watched());
            first.leases().values().forEach(sight -> {
                if (sight instanceof LeaseSight.Row row) {
                    sessions.add(row.lease().term().session());
                }
            });
            return sessions;
        }

        private static Map<SessionId, StoreAnswer.Held> held(LookRequest request, StoreAnswer.Looked second) {
            Map<SessionId, StoreAnswer.Held> held = new LinkedHashMap<>(second.held());
            held.keySet().retainAll(request.watched());
            return held;
        }
    }

    /** Believes that what was lost has not happened. */
    private static final class AsksAgain extends ForwardingStore {
        AsksAgain(LeaseStore store) {
            super(store);
        }

        @Override
        public Future<StoreAnswer.Heartbeat> heartbeat(SessionId session) {
            return store.heartbeat(session).recover(lost -> store.heartbeat(session));
        }

        @Override
        public Future<List<StoreAnswer.Acquired>> acquire(AcquireRequest request) {
            return store.acquire(request).recover(lost -> store.acquire(request));
        }
    }
}
