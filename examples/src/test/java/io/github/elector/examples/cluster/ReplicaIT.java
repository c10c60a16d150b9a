// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ReplicaIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration TAKEOVER = Replicas.LEASE.plusSeconds(2);

    @Test
    void threeReplicasReplaceALeaderThatWasKilledAndOneThatWasToldToStop() {
        String uri = SharedServer.freshDatabase();
        try (Replicas replicas = new Replicas()) {
            List.of("alpha", "beta", "gamma").forEach(node -> replicas.start(node, uri));
            replicas.awaitLeaders(PATIENCE);

            String killed = replicas.leader("discovery").node();
            List<ReplicaEvent> before = replicas.ledBy(killed);
            replicas.await(
                    "two live besides",
                    PATIENCE,
                    seen -> seen.events().stream()
                                    .filter(event -> event.is("leader-changed") && event.holder() != null)
                                    .map(ReplicaEvent::node)
                                    .filter(node -> !node.equals(killed))
                                    .distinct()
                                    .count()
                            == 2);
            replicas.kill(killed);
            replicas.awaitLeadersAfter(before, TAKEOVER);

            String stopped = replicas.leader("discovery").node();
            List<ReplicaEvent> led = replicas.ledBy(stopped);
            long toldNanos = System.nanoTime();
            replicas.process(stopped).terminate();
            replicas.awaitLeadersAfter(led, Duration.ofSeconds(5));
            for (ReplicaEvent old : led) {
                assertThat(replicas.leader(old.component()).nanos() - toldNanos)
                        .as("nanoseconds from SIGTERM to the next leader of %s", old.component())
                        .isLessThan(Duration.ofSeconds(1).toNanos());
            }
            assertThat(replicas.process(stopped).exitCode(PATIENCE)).isZero();

            replicas.terminateAll();
            replicas.assertNoOverlap();
            for (String node : List.of("alpha", "beta", "gamma")) {
                assertContract(node, replicas.process(node));
            }
        }
    }

    @Test
    void databaseThatIsNotThereYetIsWaitedFor() {
        String uri = SharedServer.freshDatabase();
        try (TcpProxy line = new TcpProxy("127.0.0.1", SharedServer.SERVER.port());
                Replicas replicas = new Replicas()) {
            line.refuse();
            replicas.start(
                    "alpha", new DatabaseUri(uri).throughLocalPort(line.port()).secretText());
            replicas.await(
                    "it says that the database is away",
                    PATIENCE,
                    seen -> seen.first(Long.MIN_VALUE / 2, event -> event.is("store-unreachable"))
                            .isPresent());

            line.resume();

            replicas.awaitLeaders(PATIENCE);
            replicas.terminateAll();
            assertContract("alpha", replicas.process("alpha"));
        }
    }

    @Test
    void attachedReplicaEndsWithItsStandardInput() {
        try (JarProcess replica = JarProcess.start(
                Map.of(DatabaseUri.VARIABLE, SharedServer.freshDatabase()),
                List.of(),
                line -> {},
                "replica",
                "--node=alpha",
                "--component=discovery",
                "--attached")) {
            replica.await("it leads", PATIENCE, line -> line.contains("LEADS"));

            replica.closeInput();

            assertThat(replica.exitCode(PATIENCE)).isZero();
            assertThat(replica.output()).last().asString().contains("has stopped");
        }
    }

    @Test
    void replicaWithoutRowsNeedsThreeRightsOnTwoTablesAndNothingElse() throws IOException {
        String database = SharedServer.SERVER.freshDatabase();
        String user = PostgresServer.user(SharedServer.SERVER.freshRole(SharedServer.PASSWORD));
        PostgresServer.execute(database, schemaFile());
        PostgresServer.execute(database, "GRANT SELECT, INSERT, UPDATE ON leader_sessions, leader_leases TO " + user);
        String uri = database.replaceFirst("//[^@/]*@", "//" + user + ":" + SharedServer.PASSWORD + "@");
        try (JarProcess replica = JarProcess.start(
                Map.of(DatabaseUri.VARIABLE, uri),
                List.of(),
                line -> {},
                "replica",
                "--node=alpha",
                "--component=discovery",
                "--no-rows",
                "--attached")) {
            replica.await("it leads", PATIENCE, line -> line.contains("LEADS"));

            replica.closeInput();

            assertThat(replica.exitCode(PATIENCE)).isZero();
        }
    }

    private static String schemaFile() throws IOException {
        try (InputStream file =
                ReplicaIT.class.getResourceAsStream("/io/github/elector/sql/postgresql/V1__leader_tables.sql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Every line is JSON with what the contract says; each elected has its revoked; no password anywhere. */
    private static void assertContract(String node, JarProcess process) {
        List<JsonObject> lines = process.output().stream().map(JsonObject::new).toList();
        Set<String> events = Set.of(
                "started",
                "elected",
                "revoked",
                "leader-changed",
                "overrun",
                "store-unreachable",
                "store-recovered",
                "stopped");
        for (JsonObject line : lines) {
            assertThat(line.getValue("nanos")).as("%s", line).isInstanceOf(Long.class);
            assertThat(line.getString("node")).as("%s", line).isEqualTo(node);
            assertThat(line.getString("component")).as("%s", line).isIn(Replicas.COMPONENTS);
            assertThat(line.getString("event")).as("%s", line).isIn(events);
            if (line.getString("event").equals("elected")
                    || line.getString("event").equals("revoked")) {
                assertThat(line.getValue("term")).as("%s", line).isInstanceOf(String.class);
                assertThat(line.getString("holder")).as("%s", line).startsWith(node + "~");
                assertThat(line.getValue("validUntilNanos")).as("%s", line).isInstanceOf(Long.class);
            }
            if (line.getString("event").equals("revoked")) {
                assertThat(line.getString("reason")).as("%s", line).isNotBlank();
            }
        }
        assertThat(lines.get(0).getString("event")).isEqualTo("started");
        assertThat(process.output()).noneMatch(line -> line.contains(SharedServer.PASSWORD));
        assertThat(process.errors()).noneMatch(line -> line.contains(SharedServer.PASSWORD));
        if (process.exitCode(Duration.ZERO) == 0) {
            assertThat(lines.get(lines.size() - 1).getString("event")).isEqualTo("stopped");
            assertThat(terms(lines, "revoked")).isEqualTo(terms(lines, "elected"));
        }
    }

    private static List<String> terms(List<JsonObject> lines, String event) {
        return lines.stream()
                .filter(line -> line.getString("event").equals(event))
                .map(line -> line.getString("component") + " " + line.getString("term"))
                .sorted()
                .toList();
    }
}
