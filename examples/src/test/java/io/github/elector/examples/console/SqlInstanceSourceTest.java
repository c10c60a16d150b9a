// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.database.DatabaseUri;
import io.github.elector.examples.database.LeaderPool;
import io.github.elector.examples.resources.ResourceGround;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the page shows of instances is what stands in the tables. */
class SqlInstanceSourceTest {
    enum Server {
        POSTGRES,
        MARIADB;

        ResourceGround ground() {
            return this == POSTGRES ? ResourceGround.postgres() : ResourceGround.mysql();
        }
    }

    @ParameterizedTest
    @EnumSource
    void instancesAreShownWithWhoSaysThatTheyAreThere(Server server) {
        try (ResourceGround ground = server.ground()) {
            insert(ground, "rpc_instances", "r1", "{\"app\":\"shop\",\"ip\":\"10.0.0.1\",\"port\":20880}");
            insert(ground, "runtime_instances", "p1", "{\"app\":\"shop\",\"ip\":\"10.0.0.1\",\"port\":20880}");
            insert(ground, "rpc_instances", "r2", "{\"app\":\"shop\",\"ip\":\"10.0.0.2\",\"port\":20880}");
            insert(ground, "runtime_instances", "p3", "{\"app\":\"käse\",\"ip\":\"10.0.0.3\",\"port\":1}");
            InstanceSource source = new SqlInstanceSource(
                    new LeaderPool(ground.vertx, new DatabaseUri(ground.uri), "instances", 1, 10_000));

            Instances all = await("the instances", source.read(10));
            Instances two = await("two of them", source.read(2));

            assertThat(all.total()).isEqualTo(3);
            assertThat(all.shown())
                    .containsExactlyInAnyOrder(
                            new Instance(
                                    "east",
                                    "shop",
                                    "10.0.0.1:20880",
                                    "registered and running",
                                    List.of("registry", "runtime")),
                            new Instance("east", "shop", "10.0.0.2:20880", "no process seen", List.of("registry")),
                            new Instance("east", "käse", "10.0.0.3:1", "not registered", List.of("runtime")));
            assertThat(two.total()).isEqualTo(3);
            assertThat(two.shown()).hasSize(2);
            await("the end", source.close());
        }
    }

    private static void insert(ResourceGround ground, String table, String name, String data) {
        await(
                "a row",
                ground.pool
                        .query("INSERT INTO " + table + " (kind, mesh, name, data, source_revision, writer_term,"
                                + " writer_holder, written_at) VALUES ('kind', 'east', '" + name + "', '" + data
                                + "', 1, 1, 'somebody', CURRENT_TIMESTAMP)")
                        .execute());
    }
}
