// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.github.elector.testing.Await;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Vertx of one test, and electors on rows of their own in memory. */
final class MutinyStage implements BeforeEachCallback, AfterEachCallback {
    static final String COMPONENT = "billing";
    static final Duration PATIENCE = Await.PATIENCE;
    static final Duration LONG = Duration.ofMinutes(1);

    private final List<Vertx> all = new ArrayList<>();
    private String rows = "";

    @Override
    public void beforeEach(ExtensionContext test) {
        rows = UUID.randomUUID().toString();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        List<Future<Void>> closing = all.stream().map(Vertx::close).toList();
        all.clear();
        Await.await("the closing of every Vertx", Future.join(closing));
    }

    /** Another Vertx, closed after the test. */
    Vertx vertx() {
        Vertx vertx = Vertx.vertx();
        all.add(vertx);
        return vertx;
    }

    ElectorOptions options() {
        return new ElectorOptions()
                .setComponent(COMPONENT)
                .setNode("node")
                .setStoreUri("memory:" + rows)
                .setLease(30_000)
                .setRenew(2_000)
                .setRetry(500)
                .setStop(5_000);
    }

    /** Starts one without work, and waits until it leads. */
    MutinyElector startLeading(Vertx vertx) {
        MutinyElector elector = await("the start", MutinyElector.start(vertx, options(), TermWork.none()));
        awaitState("leadership", elector, true);
        return elector;
    }

    /** The same by the Future API. */
    Elector startFuture(Vertx vertx) {
        return Await.await("the start of an elector", Elector.start(vertx, options(), TermWork.none()));
    }

    /** Of another component, on the same host. */
    Future<Elector> starting(Vertx vertx, String component) {
        return Elector.start(vertx, options().setComponent(component), TermWork.none());
    }

    static MutinyTerm term(MutinyElector elector) {
        return elector.term().orElseThrow(() -> new AssertionError("it does not lead"));
    }

    static void awaitState(String what, MutinyElector elector, boolean leads) {
        await(what, elector.states().filter(state -> state.leads() == leads).toUni());
    }

    /** What it emits, waited for on a thread that may wait. */
    static <T> T await(String what, Uni<T> uni) {
        return Await.await(what, Bridge.future(() -> uni));
    }

    /** What it fails with. */
    static Throwable failure(String what, Uni<?> uni) {
        return Await.failure(what, Bridge.future(uni::replaceWithVoid));
    }

    /** Runs it in a turn of that context and waits for what it answers. */
    static <T> T on(Context context, Callable<T> act) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> {
            try {
                answer.complete(act.call());
            } catch (Exception failed) {
                answer.fail(failed);
            }
        });
        return Await.await("a turn of a context", answer.future());
    }

    /** Whether the lease of this term was given back, or is another's by now. */
    boolean isReleased(Vertx vertx, TermId term) {
        ComponentName name = term.component();
        LeaseSight sight = Await.await(
                        "a look at the rows",
                        MemoryLeaseStore.named(vertx, rows).look(new LookRequest(List.of(name))))
                .leases()
                .get(name);
        return !(sight instanceof LeaseSight.Row row)
                || !row.lease().term().equals(term)
                || row.lease().released();
    }
}
