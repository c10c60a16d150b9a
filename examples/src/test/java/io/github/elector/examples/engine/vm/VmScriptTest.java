// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.InstanceKey;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.OnContext;
import io.github.elector.examples.engine.source.RuntimeInstance;
import io.github.elector.examples.engine.source.Seen;
import io.github.elector.examples.engine.source.Watch;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.examples.loop.LoopWatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What real processes seldom do, by a table of processes that is written here. */
class VmScriptTest {
    /** Long times: everything that happens here is asked for by a list. */
    private static final VmDriver DRIVER = new VmDriver(Markers.DEFAULT, "10.1.2.3", 3_600_000, 3_600_000, 3);

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    private final Table table = new Table();
    private OnContext on;
    private ListWatch source;

    @BeforeEach
    void open() {
        on = new OnContext(loops.vertx());
        source = on.get(() -> new VmListWatch(loops.vertx(), DRIVER, table));
    }

    @Test
    void processWhoseCommandLineCannotBeReadIsCountedOnceAndCostsNothingElse() {
        table.unreadable.add(7L);
        table.add(8, 0, provider("shop", "20880", "m"));

        assertThat(names(list())).hasSize(1);
        list();

        assertThat(source.skips().count("unreadable process")).isEqualTo(1);
        assertThat(source.skips().toJson().encode()).isEqualTo("{\"unreadable process\":1}");
    }

    @Test
    void wrongMarkersAreCountedOnceForEachProcessAndCostNothingElse() {
        table.add(1, 0, provider("shop", "0", "m"));
        table.add(2, 0, provider("shop", "65536", "m"));
        table.add(3, 0, provider("shop", "http", "m"));
        table.add(4, 0, provider("shop", "20880", " "));
        table.add(5, 0, List.of("java", "-Ddubbo.application=shop", "-Ddubbo.mesh=m", "Main"));
        table.add(6, 0, List.of("java", "-Ddubbo.application=shop", "-Ddubbo.port=1", "Main"));
        table.add(7, 0, provider("shop\nname", "20880", "m"));
        table.add(8, 0, provider("x".repeat(300), "20880", "m"));
        table.add(9, 0, provider("good", "20880", "m"));

        list();

        assertThat(list().instances()).extracting(RuntimeInstance::application).containsExactly("good");
        assertThat(source.skips().count("process with wrong markers")).isEqualTo(8);
    }

    @Test
    void numberOfAProcessThatIsUsedAgainIsAnotherInstance() {
        table.add(8, 0, provider("shop", "20880", "m"));
        Listing before = list();
        Seen seen = new Seen();
        on.get(() -> source.watch(before.revision(), seen));
        table.clear();
        table.addStarted(8, 99, 0, provider("shop", "20880", "m"));

        Listing after = list();

        assertThat(names(after)).hasSize(1).doesNotContainAnyElementsOf(names(before));
        assertThat(seen.all()).hasSize(2);
        assertThat(seen.all().get(0)).isInstanceOf(Delta.Deleted.class);
        assertThat(seen.all().get(1)).isInstanceOf(Delta.Upserted.class);
        assertThat(seen.all())
                .extracting(Delta::revision)
                .containsExactly(before.revision() + 1, before.revision() + 2);
    }

    @Test
    void processThatReplacesItsProgramIsWhatItIsNow() {
        table.add(8, 0, provider("shop", "20880", "m"));
        list();
        table.clear();
        table.add(8, 0, provider("stock", "20881", "m"));

        assertThat(list().instances()).extracting(RuntimeInstance::application).containsExactly("stock");
        table.clear();
        table.add(8, 0, List.of("java", "-cp", "x", "Main"));
        assertThat(list().instances()).isEmpty();
    }

    @Test
    void childThatIsNotYetWhatItWillBeIsNoSecondProvider() {
        List<String> command = provider("shop", "20880", "m");
        table.add(8, 0, command);
        table.add(9, 8, command);
        assertThat(list().instances()).hasSize(1);

        table.clear();
        table.add(8, 0, command);
        table.add(9, 8, List.of("java", "-cp", "x", "Main"));
        assertThat(list().instances()).hasSize(1);

        table.clear();
        table.add(8, 0, command);
        table.add(10, 8, command);
        assertThat(list().instances()).hasSize(1);
        assertThat(list().instances()).as("still there at the next look").hasSize(2);
    }

    @Test
    void watchFromAnEarlierRevisionMissesNothing() {
        long from = list().revision();
        table.add(8, 0, provider("shop", "20880", "m"));
        list();
        table.clear();
        list();
        Seen seen = new Seen();

        on.get(() -> source.watch(from, seen));
        InstanceKey shop =
                seen.awaitUpserted("the start of the shop", each -> true).key();
        seen.awaitDeleted(shop);

        assertThat(seen.all()).hasSize(2);
    }

    @Test
    void revisionThatIsNotKeptAnyMoreOrNeverWasIsGone() {
        long first = list().revision();
        for (int i = 0; i < 4; i++) {
            table.add(10 + i, 1, provider("shop", "20880", "m"));
            list();
        }

        assertThat(end(first)).as("four changes ago, and three are kept").isEqualTo(WatchEnd.REVISION_GONE);
        assertThat(end(first + 5)).as("in the future").isEqualTo(WatchEnd.REVISION_GONE);
        assertThat(end(0)).as("of another source").isEqualTo(WatchEnd.REVISION_GONE);
        Watch good = on.get(() -> source.watch(first + 1, new Seen()));
        on.get(() -> null);
        assertThat(good.ended().isComplete()).isFalse();
    }

    @Test
    void scanThatFailsFailsTheListAndTheNextIsGood() {
        table.failure = new IllegalStateException("no more file descriptors");
        assertThat(failure("a list", on.call(source::list))).hasMessage("no more file descriptors");
        table.failure = null;

        assertThat(list().instances()).isEmpty();
    }

    @Test
    void watchThatIsClosedHearsNothingMore() {
        Seen seen = new Seen();
        long from = list().revision();
        Watch watch = on.get(() -> source.watch(from, seen));
        on.get(() -> {
            watch.close();
            watch.close();
            return true;
        });
        table.add(8, 0, provider("shop", "20880", "m"));
        list();

        assertThat(seen.all()).isEmpty();
        assertThat(await("the end", watch.ended())).isEqualTo(WatchEnd.CLOSED);
    }

    private WatchEnd end(long revision) {
        Watch watch = on.get(() -> source.watch(revision, new Seen()));
        return await("the end of a watch from " + revision, watch.ended());
    }

    private static List<String> provider(String application, String port, String mesh) {
        return List.of(
                "/usr/bin/java",
                "-Ddubbo.application=" + application,
                "-Ddubbo.port=" + port,
                "-Ddubbo.mesh=" + mesh,
                "-cp",
                "x",
                "Main");
    }

    private static List<String> names(Listing listing) {
        return listing.instances().stream().map(each -> each.key().name()).toList();
    }

    private Listing list() {
        return on.await("a list", source::list);
    }

    private static final class Table implements ProcessTable {
        private final List<SeenProcess> processes = new ArrayList<>();
        private final List<Long> unreadable = new ArrayList<>();
        private volatile RuntimeException failure;

        synchronized void add(long pid, long parent, List<String> command) {
            addStarted(pid, 1, parent, command);
        }

        synchronized void addStarted(long pid, long start, long parent, List<String> command) {
            processes.add(new SeenProcess(new ProcessId(pid, start), parent, command));
        }

        synchronized void clear() {
            processes.clear();
        }

        @Override
        public synchronized ProcessScan scan() {
            if (failure != null) {
                throw failure;
            }
            return new ProcessScan(List.copyOf(processes), List.copyOf(unreadable));
        }

        @Override
        public synchronized boolean runs(ProcessId id) {
            return processes.stream().anyMatch(process -> process.id().equals(id));
        }
    }
}
