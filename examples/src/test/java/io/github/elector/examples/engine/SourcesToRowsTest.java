// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.Elector;
import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.Settings;
import io.github.elector.examples.engine.vm.Markers;
import io.github.elector.examples.engine.vm.ProviderProcess;
import io.github.elector.examples.engine.vm.VmDriver;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.examples.resources.ResourceGround;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From live JVMs to rows, with nothing in between that a test made. */
class SourcesToRowsTest {
    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    /** Markers of this test alone: other tests start providers too. */
    private final String mark = "test" + Long.toString(System.nanoTime(), 36);

    @Test
    void rowsFollowTheJvmsOfThisHostThroughTwoTerms() {
        ResourceGround ground = ResourceGround.postgres(loops.vertx());
        EngineNewsEar news = new EngineNewsEar(loops.vertx());
        Driver driver = new VmDriver(
                new Markers(mark + ".application", mark + ".port", mark + ".mesh", mark + ".host"),
                "10.1.2.3",
                200,
                50,
                100);
        try (ProviderProcess first = ProviderProcess.start(markers("shop", 20_880))) {
            Elector elector =
                    ground.elect("engine", "replica-1", EngineWork.of(driver, ground.writer, Duration.ofSeconds(2)));
            news.await("listed", 1);
            assertThat(rows(ground)).containsExactly("shop 10.1.2.3 20880 running " + first.pid());

            try (ProviderProcess second = ProviderProcess.start(markers("stock", 20_881))) {
                news.awaitTotal("upserts", 2);
                first.kill();
                news.awaitTotal("deletes", 1);
                assertThat(rows(ground)).containsExactly("stock 10.1.2.3 20881 running " + second.pid());

                await("the resignation", elector.resign(Duration.ZERO));
                news.await("listed", 2);
                second.kill();
                news.awaitTotal("deletes", 2);
                assertThat(rows(ground)).isEmpty();
            }
        }
    }

    @Test
    void driverThatIsNoneIsRefusedByItsKey() {
        assertThatThrownBy(() -> EngineWork.driver(new Settings("engine", new JsonObject().put("type", "docker"))))
                .hasMessage("engine.type must be vm or kubernetes");
        assertThatThrownBy(() -> EngineWork.driver(new Settings("engine", new JsonObject().put("typ", "vm"))))
                .hasMessageContaining("engine.typ is no setting");
        assertThatThrownBy(() -> EngineWork.driver(new Settings(
                        "engine", new JsonObject().put("properties", new JsonObject().put("scan", "fast")))))
                .hasMessageContaining("engine.properties.scan must be a whole number from 100 to 60000");
    }

    private String[] markers(String application, int port) {
        return new String[] {
            "-D" + mark + ".application=" + application, "-D" + mark + ".port=" + port, "-D" + mark + ".mesh=m"
        };
    }

    private List<String> rows(ResourceGround ground) {
        return ground.rows("SELECT app, ip, port, phase, pid FROM runtime_instances");
    }
}
