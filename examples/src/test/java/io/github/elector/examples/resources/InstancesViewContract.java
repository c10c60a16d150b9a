// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the views say of rows that are there, whoever wrote them; the same on every database. */
abstract class InstancesViewContract {
    private static final int WORLDS = 600;
    private static final int MANY = 10_000;
    private static final long MOST_MILLIS = 5_000;

    private final ResourceGround ground = ground();

    abstract ResourceGround ground();

    @AfterEach
    void close() {
        ground.close();
    }

    /** Each mesh is a small world with few names, so that there is much to mix up. */
    @Test
    void viewsAreWhatTheRulesMakeOfAnyMixture() {
        long seed = Long.getLong("elector.test.seed", System.nanoTime());
        Random random = new Random(seed);
        List<MergedInstances> worlds = new ArrayList<>();
        for (int i = 0; i < WORLDS; i++) {
            worlds.add(MergedInstances.random("m" + i, random));
        }
        insert(worlds);

        assertThatTheViewsAreOf(worlds, "-Delector.test.seed=" + seed);
    }

    /** What is of no application is matched with nothing, not even with what is called the same. */
    @Test
    void whatIsOfNoApplicationIsThereOnceForEachOfItsRegistrations() {
        MergedInstances.Row row = new MergedInstances.Row("m", "a/1.1.1.0:1", null, "1.1.1.0", 2, 2);
        List<MergedInstances> worlds = List.of(new MergedInstances("m", List.of(row), List.of(row), List.of()));
        insert(worlds);

        assertThatTheViewsAreOf(worlds, "the same row twice");
        assertThat(ground.rows("SELECT registered_by FROM instances"))
                .containsExactlyInAnyOrder("application", "interface");
    }

    @Test
    void whatElseARegistryHoldsOfAnApplicationIsNoInstance() {
        insert(
                ResourceTable.REGISTRY_RESOURCES,
                "metadata",
                List.of(new MergedInstances.Row("m", "I", "a", "1", 1, 1)));

        assertThat(ground.rows("SELECT name FROM instances")).isEmpty();
        assertThat(ground.rows("SELECT app, instances, registered, running FROM applications"))
                .containsExactly("a 0 0 0");
    }

    /** A plan that joins row by row takes ten seconds and more, another a fraction of one: this is no measurement. */
    @Test
    void viewsOfTenThousandInstancesAreNotReadRowByRow() {
        // On one address, where everything that is compared by address has most to compare; and on one each.
        for (boolean isCrowded : new boolean[] {true, false}) {
            String mesh = isCrowded ? "crowded" : "spread";
            List<MergedInstances.Row> registered = new ArrayList<>();
            List<MergedInstances.Row> running = new ArrayList<>();
            List<MergedInstances.Row> provided = new ArrayList<>();
            for (int i = 0; i < MANY / 2; i++) {
                String app = "app-" + i % 50;
                String ip = isCrowded ? "10.0.0.1" : "10.1." + i / 250 + "." + i % 250;
                int port = 10_000 + i;
                registered.add(new MergedInstances.Row(mesh, app + "/" + ip + ":" + port, app, ip, port, i));
                running.add(
                        i % 3 == 0
                                ? new MergedInstances.Row(mesh, "pod-" + i, null, ip, null, i)
                                : new MergedInstances.Row(mesh, "pod-" + i, app, ip, port, i));
                if (i % 4 == 0) {
                    provided.add(new MergedInstances.Row(mesh, "Greeter/" + i, app, ip, port + 30_000, i));
                }
            }
            insert(ResourceTable.RPC_INSTANCES, registered);
            insert(ResourceTable.RUNTIME_INSTANCES, running);
            insert(ResourceTable.REGISTRY_RESOURCES, provided);
        }

        for (String query : List.of(
                "SELECT count(*) FROM instances",
                "SELECT * FROM instances LIMIT 200",
                "SELECT * FROM applications LIMIT 200")) {
            long millis = Long.MAX_VALUE;
            for (int round = 0; round < 3 && millis >= MOST_MILLIS; round++) {
                long start = System.nanoTime();
                assertThat(ground.rows(query)).isNotEmpty();
                millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                System.err.println("[elector] " + getClass().getSimpleName() + ", " + query + ": " + millis + " ms");
            }
            assertThat(millis).as(query).isLessThan(MOST_MILLIS);
        }
    }

    /** Databases of the version before have a view of this name already. */
    @Test
    void viewOfAnOlderVersionIsReplaced() {
        ground.rows("CREATE OR REPLACE VIEW instances AS"
                + " SELECT mesh, name, app, ip, port, phase AS registered_by, host AS runtime_name, data AS rpc_data,"
                + " data AS runtime_data, source_revision AS rpc_revision, source_revision AS runtime_revision"
                + " FROM runtime_instances");
        insert(ResourceTable.RPC_INSTANCES, List.of(new MergedInstances.Row("m", "a/1:1", "a", "1", 1, 1)));
        assertThat(ground.number("SELECT count(*) FROM instances")).isZero();

        await("the tables", ground.writer.createTables());

        assertThat(ground.number("SELECT count(*) FROM instances")).isEqualTo(1);
        assertThat(ground.number("SELECT count(*) FROM applications")).isEqualTo(1);
    }

    private void assertThatTheViewsAreOf(List<MergedInstances> worlds, String what) {
        List<String> instances = ground.rows("SELECT mesh, name, app, ip, port, registered_by, runtime_name,"
                + " rpc_revision, runtime_revision, CAST(rpc_data AS char(99)), CAST(runtime_data AS char(99))"
                + " FROM instances");
        List<String> applications = ground.rows("SELECT mesh, app, instances, registered, running FROM applications");

        assertThat(instances)
                .as(what)
                .extracting(row -> row.replaceAll(" +", " ").strip())
                .containsExactlyInAnyOrderElementsOf(worlds.stream()
                        .flatMap(world -> world.instances().stream())
                        .toList());
        assertThat(applications)
                .as(what)
                .containsExactlyInAnyOrderElementsOf(worlds.stream()
                        .flatMap(world -> world.applications().stream())
                        .toList());
    }

    private void insert(List<MergedInstances> worlds) {
        for (ResourceTable table : ResourceTable.values()) {
            insert(
                    table,
                    worlds.stream().flatMap(world -> world.rows(table).stream()).toList());
        }
    }

    private void insert(ResourceTable table, List<MergedInstances.Row> rows) {
        insert(table, "provider", rows);
    }

    private void insert(ResourceTable table, String kind, List<MergedInstances.Row> rows) {
        for (int from = 0; from < rows.size(); from += 1_000) {
            ground.rows(rows.subList(from, Math.min(rows.size(), from + 1_000)).stream()
                    .map(row -> "('%s', '%s', '%s', '%s', %d, 1, 'a~1', CURRENT_TIMESTAMP)"
                            .formatted(kind, row.mesh(), row.name(), row.data(), row.revision()))
                    .collect(Collectors.joining(
                            ", ",
                            "INSERT INTO " + table.table() + " (kind, mesh, name, data, source_revision, writer_term,"
                                    + " writer_holder, written_at) VALUES ",
                            "")));
        }
    }
}
