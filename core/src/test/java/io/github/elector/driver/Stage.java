// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.NoticeType;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryLeaseStore;
import io.github.elector.testing.JumpingClock;
import io.github.elector.testing.Notices;
import io.github.elector.testing.StoreScript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Several Vertx, a scripted store with rows of its own, and a clock that can be set, for one test. */
public final class Stage implements BeforeEachCallback, AfterEachCallback {
    /** What is led unless a test says otherwise. */
    public static final String COMPONENT = "billing";

    private final List<Vertx> all = new ArrayList<>();
    private StoreScript script = new StoreScript();
    private JumpingClock clock = new JumpingClock();
    private String rows = "";

    @Override
    public void beforeEach(ExtensionContext test) {
        script = new StoreScript();
        clock = new JumpingClock();
        rows = UUID.randomUUID().toString();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        List<Future<Void>> closing = all.stream().map(Vertx::close).toList();
        all.clear();
        await("the closing of every Vertx", Future.join(closing));
    }

    /** Another Vertx, closed after the test. */
    Vertx vertx() {
        return vertx(new VertxOptions());
    }

    /** The same with these options. */
    Vertx vertx(VertxOptions options) {
        Vertx vertx = Vertx.vertx(options);
        all.add(vertx);
        return vertx;
    }

    /** What the stores of electors started here do. */
    StoreScript script() {
        return script;
    }

    JumpingClock clock() {
        return clock;
    }

    /** Where the rows of this test are. */
    String uri() {
        return "memory:" + rows;
    }

    /** Options whose times no test has to wait for. */
    ElectorOptions calm() {
        return calm(COMPONENT);
    }

    ElectorOptions calm(String component) {
        return options(component).setLease(30_000).setRenew(2_000).setRetry(500).setStop(300);
    }

    /** Options of an elector whose session lapses soon. */
    ElectorOptions quick() {
        return quick(COMPONENT);
    }

    ElectorOptions quick(String component) {
        return options(component).setLease(900).setRenew(225).setRetry(150).setStop(150);
    }

    private ElectorOptions options(String component) {
        return new ElectorOptions()
                .setComponent(component)
                .setNode("node")
                .setStoreUri(uri())
                .setStart(20_000);
    }

    /** Starts an elector on the scripted store. */
    Future<Elector> starting(Vertx vertx, ElectorOptions options, TermWork work) {
        return Hosts.of(vertx).start(options, uri(), work, clock, script::store);
    }

    /** The same, waited for. */
    Elector start(Vertx vertx, ElectorOptions options, TermWork work) {
        return await("the start of an elector for '" + options.getComponent() + "'", starting(vertx, options, work));
    }

    /** Starts one that works on the same rows through a store nobody has tampered with. */
    Elector startHonest(Vertx vertx, ElectorOptions options, TermWork work) {
        return await("the start of a rival", Elector.start(vertx, options, work));
    }

    /** Starts one and waits until it leads. */
    Elector startLeading(Vertx vertx, ElectorOptions options, TermWork work) {
        Notices notices = Notices.about(options.getComponent(), vertx);
        Elector elector = start(vertx, options, work);
        notices.await(NoticeType.ELECTED);
        return elector;
    }

    /** The term it leads with right now. */
    static Term term(Elector elector) {
        return elector.term()
                .orElseThrow(() -> new AssertionError("no term of '" + elector.component() + "' is valid"));
    }

    /** The rows themselves, past the script. */
    LeaseStore rows(Vertx vertx) {
        return MemoryLeaseStore.named(vertx, rows);
    }

    /** The lease row, if there is one. */
    Optional<LeaseSight.Row> row(Vertx vertx, String component) {
        ComponentName name = new ComponentName(component);
        LeaseSight sight = await("a look at the rows", rows(vertx).look(new LookRequest(List.of(name))))
                .leases()
                .get(name);
        return sight instanceof LeaseSight.Row row ? Optional.of(row) : Optional.empty();
    }

    /** Whether the lease of this term was given back, or is another's by now. */
    boolean isReleased(Vertx vertx, TermId term) {
        return row(vertx, term.component().value())
                .map(row -> !row.lease().term().equals(term) || row.lease().released())
                .orElse(true);
    }

    /** The session row of the holder of a component. */
    Optional<SessionSight> holder(Vertx vertx, String component) {
        ComponentName name = new ComponentName(component);
        return await("a look at the rows", rows(vertx).look(new LookRequest(List.of(name))))
                .sessions()
                .values()
                .stream()
                .findFirst();
    }

    /** The generation of the store the rows are in. */
    Generation generation(Vertx vertx) {
        return await("a look at nothing", rows(vertx).look(new LookRequest(List.of())))
                .server()
                .generation();
    }

    /** Where begin and end of the session's terms are asked. */
    static String termAddress(SessionId session) {
        return new Addresses(Addresses.DEFAULT_PREFIX).term(session);
    }
}
