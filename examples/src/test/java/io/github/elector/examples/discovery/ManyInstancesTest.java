// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.TermWork;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.examples.resources.ResourceGround;
import io.github.elector.examples.resources.ResourceWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ten thousand instances are listed and written soon, and no event loop is kept busy by it. */
class ManyInstancesTest {
    private static final int MANY = 10_000;

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    /** Where others use the machine, one of three rounds has to do. */
    @Test
    void tenThousandInstancesAreInSqlWithinFiveSecondsAndNoEventLoopIsBlocked() throws Exception {
        try (DiscoveryGround ground = new DiscoveryGround(ResourceGround.postgres(loops.vertx()))) {
            ground.client.registerMany("a", MANY);
            ResourceWriter patient = ground.database.writer(Duration.ofSeconds(15));
            ground.database.elect(
                    "discovery",
                    "replica-1",
                    TermWork.of(term -> new DiscoveryVerticle(
                            term,
                            new Registry(DiscoveryGround.MESH, ground.registry.address()),
                            patient,
                            DiscoveryGround.STOP)));

            long millis = millisOfList(ground);
            for (int round = 1; round < 3 && millis >= 5_000; round++) {
                ground.database.rows("DELETE FROM rpc_instances");
                ground.registry.expire(ground.sessions().get(0));
                millis = millisOfList(ground);
            }

            assertThat(millis).isLessThan(5_000);
        }
    }

    private static long millisOfList(DiscoveryGround ground) {
        ground.news.await("connected");
        long start = System.nanoTime();
        ground.news.await("listed");
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.err.println("[elector] " + MANY + " instances from the registry into PostgreSQL: " + millis + " ms");
        assertThat(ground.database.number("SELECT count(*) FROM rpc_instances")).isEqualTo(MANY);
        return millis;
    }
}
