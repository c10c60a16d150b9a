// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.lease.SessionId;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.Inventory;
import io.github.elector.testing.Reigns;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.StoreScript.Operation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * After very many terms there is as much of everything as after some.
 *
 * <p>{@code -Delector.leak.terms=N} runs so many instead of 10 000.
 */
@AsLongAsAsked
class LeakTest {
    private static final int TERMS = Integer.getInteger("elector.leak.terms", 10_000);
    /** What may be under way at the moment of a count; something that each term leaves behind is there a hundred times. */
    private static final int SLACK = 10;
    /** How much the heap may grow; of 10 000 terms 50 bytes each, and the object of a term takes more. */
    private static final long BYTES = Math.max(500_000, 50L * TERMS);

    @RegisterExtension
    final Stage stage = new Stage();

    private final Queue<CompletableFuture<?>> leaks = new ConcurrentLinkedQueue<>();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @Test
    void tenThousandTermsLeaveNothingBehind() {
        Reigns reigns = new Reigns(vertx, COMPONENT);
        Elector elector = stage.start(vertx, stage.calm().setStop(3_000), reigns.work());
        reigns.pass(elector, TERMS / 10);
        Inventory early = Inventory.of(vertx);
        long earlyHeap = reigns.heap();

        long begun = System.nanoTime();
        reigns.pass(elector, TERMS - TERMS / 10);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Inventory late = Inventory.of(vertx);
        long lateHeap = reigns.heap();

        List<String> violations = new ArrayList<>(late.growthSince(early, SLACK));
        note(violations, "bytes of growth of the heap", lateHeap - earlyHeap, BYTES);
        note(violations, "terms and verticles of the past still held", reigns.stillHeld(SLACK), SLACK);
        note(violations, "verticles at once", reigns.mostAtOnce(), 1);
        note(violations, "overruns", reigns.overruns(), 0);
        note(violations, "terms elected and not revoked", reigns.elected() - reigns.revoked(), 1);
        System.out.printf(
                "Leaks: %,d terms of one elector in one JVM, %,.0f a second%n"
                        + "  on Java %s, %d processors, the store in memory%n"
                        + "  after %,7d terms: %s%n  after %,7d terms: %s%n"
                        + "  heap after a collection: %,d bytes, then %,d; terms and verticles still held: %d%n"
                        + "violations: %d%n",
                TERMS,
                (TERMS - TERMS / 10) / seconds,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                TERMS / 10,
                early,
                TERMS,
                late,
                earlyHeap,
                lateHeap,
                reigns.stillHeld(SLACK),
                violations.size());
        assertThat(violations).isEmpty();
    }

    @Test
    void theLastTermEndsWithEverythingThatBelongedToIt() {
        Reigns reigns = new Reigns(vertx, COMPONENT);
        Inventory nothing = Inventory.of(vertx);
        Elector elector = stage.start(vertx, stage.calm(), reigns.work());
        reigns.pass(elector, 20);
        SessionId session = term(elector).id().session();

        await("the end", elector.close());

        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(failure("a term request", vertx.eventBus().request(Stage.termAddress(session), "")))
                .hasMessageContaining("No handlers");
        assertThat(failure("a state request", vertx.eventBus().request("elector.state." + COMPONENT, "")))
                .hasMessageContaining("No handlers");
        Inventory left = Inventory.of(vertx);
        assertThat(left.consumers()).isEqualTo(nothing.consumers());
        assertThat(left.timers()).isLessThanOrEqualTo(nothing.timers());
        assertThat(Inventory.threadsOf("elector-")).isZero();
    }

    @Test
    void manyElectorsOneAfterTheOtherLeaveNothingBehind() {
        ScriptedWork work = new ScriptedWork();
        for (int i = 0; i < 50; i++) {
            Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
            await("the end of elector " + i, elector.close());
        }
        Inventory before = Inventory.of(vertx);
        for (int i = 0; i < 100; i++) {
            Elector elector = stage.startLeading(vertx, stage.calm(), work.work());
            await("the end of elector " + i, elector.close());
        }

        // Each listens to the notices, which stays.
        Inventory after = Inventory.of(vertx);
        assertThat(after.consumers()).isEqualTo(before.consumers() + 100);
        assertThat(new Inventory(after.threads(), after.timers(), 0, after.deployments(), after.closeables())
                        .growthSince(before, SLACK))
                .isEmpty();
        assertThat(vertx.deploymentIDs()).isEmpty();
        assertThat(work.atOnce()).isZero();
        assertThat(stage.script().calls(Operation.CLOSE).count()).isEqualTo(150);
        assertThat(stage.script().calls(Operation.CLOSE_SESSION).count()).isEqualTo(150);
    }

    // That the counts above could fail.

    @Test
    void timerThatEachTermLeavesBehindIsCounted() {
        assertThat(growthOf(term -> vertx.setTimer(3_600_000, due -> {}))).anyMatch(each -> each.startsWith("timers"));
    }

    @Test
    void consumerThatEachTermLeavesBehindIsCounted() {
        assertThat(growthOf(term -> vertx.eventBus().localConsumer("left", message -> {})))
                .anyMatch(each -> each.startsWith("consumers"));
    }

    @Test
    void verticleThatEachTermLeavesBehindIsCounted() {
        assertThat(growthOf(term -> vertx.deployVerticle(context -> Future.succeededFuture())))
                .anyMatch(each -> each.startsWith("deployments"));
    }

    @Test
    void clientThatEachTermLeavesBehindIsCounted() {
        assertThat(growthOf(term -> vertx.createNetClient())).anyMatch(each -> each.startsWith("closeables"));
    }

    @Test
    void threadThatEachTermLeavesBehindIsCounted() {
        assertThat(growthOf(term -> vertx.createSharedWorkerExecutor("elector-left-" + term.number())
                        .executeBlocking(term::number)))
                .anyMatch(each -> each.startsWith("threads"));
    }

    @Test
    void termThatSomebodyKeepsIsCounted() {
        List<Term> kept = new ArrayList<>();
        Reigns reigns = new Reigns(vertx, COMPONENT).alsoBegin(kept::add);
        reigns.pass(stage.start(vertx, stage.calm(), reigns.work()), 40);

        assertThat(reigns.stillHeld(SLACK)).isGreaterThanOrEqualTo(38);
        assertThat(kept).hasSizeGreaterThanOrEqualTo(40);
    }

    /** Of the second twenty terms over the first; away from the context of the verticle, which would tidy up. */
    private List<String> growthOf(Consumer<Term> leak) {
        Reigns reigns = new Reigns(vertx, COMPONENT)
                .alsoBegin(term -> leaks.add(CompletableFuture.runAsync(() -> leak.accept(term))));
        Elector elector = stage.start(vertx, stage.calm(), reigns.work());
        reigns.pass(elector, 20);
        leaks.forEach(CompletableFuture::join);
        Inventory before = Inventory.of(vertx);
        reigns.pass(elector, 20);
        leaks.forEach(CompletableFuture::join);
        return Inventory.of(vertx).growthSince(before, SLACK);
    }

    private static void note(List<String> violations, String what, long found, long most) {
        if (found > most) {
            violations.add(String.format("%,d %s, more than %,d", found, what, most));
        }
    }
}
