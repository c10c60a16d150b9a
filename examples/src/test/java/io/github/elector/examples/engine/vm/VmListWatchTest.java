// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.OnContext;
import io.github.elector.examples.engine.source.Phase;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Seen;
import io.github.elector.examples.engine.source.Settings;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.testing.Inventory;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real JVMs as providers. Each test has a mesh of its own; the machine may have more processes of all kinds. */
class VmListWatchTest {
    private static final VmDriver DRIVER = VmDriver.from(new Settings(
            "engine",
            new JsonObject().put("address", "10.1.2.3").put("scan", 200).put("check", 50)));

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    private final String mesh = "mesh-" + Long.toString(System.nanoTime(), 36);
    private OnContext on;
    private ListWatch source;

    @BeforeEach
    void open() {
        on = new OnContext(loops.vertx());
        source = on.get(() -> DRIVER.open(loops.vertx()));
    }

    @Test
    void listHasTheProvidersThatRunAndWhatTheySayOfThemselves() {
        try (ProviderProcess shop = ProviderProcess.start(markers("shop", 20_880));
                ProviderProcess stock = ProviderProcess.startByAnother(markers("stock", 20_881));
                ProviderProcess other = ProviderProcess.start("-Dsomething.else=shop")) {
            List<RuntimeInstance> mine = mine(list());

            assertThat(mine).extracting(RuntimeInstance::application).containsExactlyInAnyOrder("shop", "stock");
            assertThat(mine)
                    .extracting(each -> each.details().getLong("pid"))
                    .containsExactlyInAnyOrder(shop.pid(), stock.pid());
            assertThat(mine).extracting(RuntimeInstance::ip).containsOnly("10.1.2.3");
            assertThat(mine).extracting(RuntimeInstance::port).containsExactlyInAnyOrder(20_880, 20_881);
            assertThat(mine).extracting(RuntimeInstance::phase).containsOnly(Phase.RUNNING);
            assertThat(other.pid()).isPositive();
        }
        close();
    }

    @Test
    void watchTellsOfProvidersThatStartEndAndAreKilled() {
        Seen seen = new Seen();
        Watch watch = watch(list().revision(), seen);
        try (ProviderProcess first = ProviderProcess.start(markers("shop", 20_880));
                ProviderProcess second = ProviderProcess.startByAnother(markers("shop", 20_881))) {
            InstanceKey one = started(seen, first);
            InstanceKey two = started(seen, second);

            first.end();
            seen.awaitDeleted(one);
            second.kill();
            seen.awaitDeleted(two);
        }

        assertThat(mine(list())).isEmpty();
        assertThat(watch.ended().isComplete()).isFalse();
        close();
        assertThat(await("the end of the watch", watch.ended())).isEqualTo(WatchEnd.CLOSED);
    }

    @Test
    void providerThatComesAgainIsAnotherOne() {
        Seen seen = new Seen();
        watch(list().revision(), seen);
        InstanceKey before;
        try (ProviderProcess first = ProviderProcess.start(markers("shop", 20_880))) {
            before = started(seen, first);
            first.kill();
            seen.awaitDeleted(before);
        }
        try (ProviderProcess again = ProviderProcess.start(markers("shop", 20_880))) {
            assertThat(started(seen, again)).isNotEqualTo(before);
        }
        close();
    }

    @Test
    void aSourceThatIsClosedHasNothingRunning() {
        Inventory before = Inventory.of(loops.vertx());
        Seen seen = new Seen();
        try (ProviderProcess shop = ProviderProcess.startByAnother(markers("shop", 20_880))) {
            watch(list().revision(), seen);
            close();
            Inventory after = Inventory.of(loops.vertx());
            assertThat(after.timers()).isLessThanOrEqualTo(before.timers());
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .as("threads that wait for the end of the provider")
                    .doesNotContain("process reaper (pid " + shop.pid() + ")");
        }
        assertThat(failure("a list of a closed source", on.call(source::list))).hasMessageContaining("closed");
    }

    @Test
    void anotherSourceGivesTheSameProcessTheSameName() {
        try (ProviderProcess shop = ProviderProcess.start(markers("shop", 20_880))) {
            InstanceKey one = mine(list()).get(0).key();
            close();
            source = on.get(() -> DRIVER.open(loops.vertx()));

            assertThat(mine(list())).extracting(RuntimeInstance::key).containsExactly(one);
            assertThat(shop.pid()).isPositive();
        }
        close();
    }

    private InstanceKey started(Seen seen, ProviderProcess provider) {
        return seen.awaitUpserted(
                        "the start of process " + provider.pid(),
                        each -> each.details().getLong("pid").equals(provider.pid())
                                && each.key().mesh().equals(mesh))
                .key();
    }

    private String[] markers(String application, int port) {
        return new String[] {"-Ddubbo.application=" + application, "-Ddubbo.port=" + port, "-Ddubbo.mesh=" + mesh};
    }

    private List<RuntimeInstance> mine(Listing listing) {
        return listing.instances().stream()
                .filter(each -> each.key().mesh().equals(mesh))
                .toList();
    }

    private Listing list() {
        return on.await("a list", source::list);
    }

    private Watch watch(long revision, Seen seen) {
        return on.get(() -> source.watch(revision, seen));
    }

    private void close() {
        on.await("the close", source::close);
    }
}
