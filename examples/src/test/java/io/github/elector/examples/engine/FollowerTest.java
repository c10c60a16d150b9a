// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.TermOverException;
import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.engine.source.OnContext;
import io.github.elector.examples.engine.source.WatchEnd;
import io.github.elector.examples.loop.LoopWatch;
import io.github.elector.examples.resources.Written;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.testing.Await;
import io.github.elector.testing.Inventory;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows follow a source, whatever the source and the rows do. */
class FollowerTest {
    private final RuntimeException broken = new IllegalStateException("broken by the test");

    @RegisterExtension
    final LoopWatch loops = new LoopWatch();

    private final ScriptedSource source = new ScriptedSource();
    private final Rows rows = new Rows();
    private OnContext on;
    private Follower follower;

    @BeforeEach
    void begin() {
        on = new OnContext(loops.vertx());
        source.put("m", "a");
        follower = on.get(() -> new Follower(loops.vertx(), source.open(loops.vertx()), rows, rows));
    }

    @Test
    void listIsWrittenAndThenWhatTheWatchTells() {
        follow();
        source.await("watch", 1);
        source.put("m", "b");
        source.remove("m", "a");

        rows.await("-m/a");
        assertThat(source.acts()).containsExactly("open", "list", "watch 101");
        assertThat(rows.acts()).containsExactly("=m/a", "+m/b", "-m/a");
    }

    @Test
    void watchThatEndsIsBegunAgainFromTheLastRevision() {
        follow();
        source.await("watch", 1);
        source.put("m", "b");
        rows.await("+m/b");
        source.end(WatchEnd.OVER);
        source.await("watch", 2);
        source.fail(broken);
        source.await("watch", 3);

        assertThat(source.acts()).containsExactly("open", "list", "watch 101", "watch 102", "watch 102");
        assertThat(rows.troubles()).containsExactly(broken);
    }

    @Test
    void revisionThatIsGoneIsAnsweredByAList() {
        follow();
        source.await("watch", 1);
        source.removeUnseen("m", "a");
        source.end(WatchEnd.REVISION_GONE);
        source.await("watch", 2);

        assertThat(source.acts()).containsExactly("open", "list", "watch 101", "list", "watch 102");
        assertThat(rows.acts()).containsExactly("=m/a", "=");
    }

    @Test
    void listThatFailsIsTriedAgain() {
        source.failNextList(broken);
        source.failNextList(broken);
        follow();
        source.await("watch", 1);

        assertThat(source.acts()).containsExactly("open", "list", "list", "list", "watch 101");
        assertThat(rows.troubles()).containsExactly(broken, broken);
    }

    @Test
    void writeThatFailsIsAnsweredByAList() {
        follow();
        source.await("watch", 1);
        rows.failNext(broken);
        source.put("m", "b");
        source.await("watch", 2);
        rows.failNext(broken);
        source.end(WatchEnd.REVISION_GONE);
        source.await("watch", 3);

        assertThat(source.acts())
                .containsExactly(
                        "open", "list", "watch 101", "unwatch", "list", "watch 102", "list", "list", "watch 102");
        assertThat(rows.acts()).containsExactly("=m/a", "!+m/b", "=m/a m/b", "!=m/a m/b", "=m/a m/b");
    }

    @Test
    void changesThatComeDuringAWriteAreWrittenTogetherAfterIt() {
        follow();
        source.await("watch", 1);
        Promise<Void> slow = rows.holdNext();
        source.put("m", "b");
        rows.await("+m/b");
        source.put("m", "c");
        source.put("m", "d");
        on.get(() -> null);
        slow.complete();

        rows.await("+m/c +m/d");
        assertThat(rows.acts()).containsExactly("=m/a", "+m/b", "+m/c +m/d");
    }

    @Test
    void queueThatGrowsTooLongIsDroppedAndListed() {
        follow();
        source.await("watch", 1);
        Promise<Void> slow = rows.holdNext();
        source.put("m", "b");
        rows.await("+m/b");
        for (int i = 0; i <= 10_001; i++) {
            source.remove("m", "b");
        }
        source.await("unwatch", 1);
        slow.complete();
        source.await("watch", 2);

        assertThat(rows.acts()).containsExactly("=m/a", "+m/b", "=m/a");
    }

    @Test
    void whatIsRefusedIsNotBegunAndLeavesNoTimer() {
        Inventory before = Inventory.of(loops.vertx());
        source.failNextList(broken);
        Promise<Void> slow = rows.holdNext();
        follow();
        rows.await("=m/a");
        on.get(() -> {
            follower.refuse();
            return true;
        });
        assertThat(on.get(() -> follower.written().isComplete())).isFalse();
        source.put("m", "b");
        slow.complete();
        on.await("the end of the write", () -> follower.written().map(done -> 0));

        assertThat(rows.acts()).containsExactly("=m/a");
        assertThat(source.acts()).containsExactly("open", "list", "list");
        assertThat(Inventory.of(loops.vertx()).timers()).isLessThanOrEqualTo(before.timers());
    }

    @Test
    void listThatIsBeingReadIsNotWaitedForAndNotWritten() {
        Promise<Void> slow = source.holdNextList();
        follow();
        source.await("list", 1);
        on.get(() -> {
            follower.refuse();
            return true;
        });

        assertThat(on.get(() -> follower.written().isComplete())).isTrue();
        slow.complete();
        on.get(() -> true);
        assertThat(rows.acts()).isEmpty();
    }

    @Test
    void pauseIsCancelledByTheEnd() {
        Inventory before = Inventory.of(loops.vertx());
        source.failNextList(broken);
        follow();
        rows.awaitTrouble();
        on.get(() -> {
            follower.refuse();
            return true;
        });

        assertThat(Inventory.of(loops.vertx()).timers()).isLessThanOrEqualTo(before.timers());
        assertThat(source.acts()).containsExactly("open", "list");
    }

    @Test
    void termThatIsOverIsToldOnceAndNothingIsTriedAgain() {
        follow();
        source.await("watch", 1);
        TermOverException over = new TermOverException(
                new TermId(new ComponentName("engine"), 7, new SessionId("node~1")), "as the test says");
        rows.failNext(over);
        source.put("m", "b");

        assertThat(Await.await("the end of the term", rows.termOver.future())).isSameAs(over);
        assertThat(rows.troubles()).isEmpty();
        assertThat(source.acts()).containsExactly("open", "list", "watch 101");
    }

    private void follow() {
        on.get(() -> {
            follower.begin();
            return true;
        });
    }

    private static final class Rows implements InstanceRows, Follower.Listener {
        private final List<String> acts = new ArrayList<>();
        private final List<Throwable> troubles = new ArrayList<>();
        private final List<Promise<Void>> awaited = new ArrayList<>();
        private final List<String> awaitedActs = new ArrayList<>();
        private final Promise<Throwable> termOver = Promise.promise();
        private final Promise<Void> trouble = Promise.promise();
        private Future<Void> next = Future.succeededFuture();

        synchronized void failNext(Throwable cause) {
            next = Future.failedFuture(cause);
        }

        synchronized Promise<Void> holdNext() {
            Promise<Void> held = Promise.promise();
            next = held.future();
            return held;
        }

        synchronized List<String> acts() {
            return List.copyOf(acts);
        }

        synchronized List<Throwable> troubles() {
            return List.copyOf(troubles);
        }

        void await(String act) {
            Promise<Void> seen = Promise.promise();
            synchronized (this) {
                if (acts.contains(act)) {
                    return;
                }
                awaited.add(seen);
                awaitedActs.add(act);
            }
            Await.await("'" + act + "' of the rows", seen.future());
        }

        void awaitTrouble() {
            Await.await("trouble", trouble.future());
        }

        @Override
        public Future<Written> reconcile(Listing listing) {
            return act("=" + names(listing));
        }

        @Override
        public Future<Written> apply(List<Delta> deltas) {
            return act(String.join(" ", deltas.stream().map(Rows::shown).toList()));
        }

        @Override
        public void onWritten(String type, Written written, long revision) {
            // The rows themselves tell.
        }

        @Override
        public synchronized void onTrouble(Throwable cause) {
            troubles.add(cause);
            trouble.tryComplete();
        }

        @Override
        public void onTermOver(Throwable cause) {
            termOver.complete(cause);
        }

        private synchronized Future<Written> act(String act) {
            Future<Void> answer = next;
            next = Future.succeededFuture();
            acts.add(answer.failed() ? "!" + act : act);
            for (int i = 0; i < awaited.size(); i++) {
                if (awaitedActs.get(i).equals(act)) {
                    awaited.get(i).tryComplete();
                }
            }
            return answer.map(Written.NOTHING);
        }

        private static String names(Listing listing) {
            return String.join(
                    " ",
                    listing.instances().stream()
                            .map(each -> each.key().toString())
                            .toList());
        }

        private static String shown(Delta delta) {
            return delta instanceof Delta.Upserted upserted
                    ? "+" + upserted.instance().key()
                    : delta instanceof Delta.Deleted deleted ? "-" + deleted.key() : "." + delta.revision();
        }
    }
}
