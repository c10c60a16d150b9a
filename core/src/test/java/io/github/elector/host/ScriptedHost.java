// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.lease.Timing;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A host whose store, clock and work are played by a test: lease 10 s, renew 3 s, retry 1 s, stop 1 s. */
final class ScriptedHost {
    static final long MILLI = 1_000_000;
    static final Timing TIMING = Timing.ofMillis(10_000, 3_000, 1_000, 1_000);
    static final ComponentName BILLING = new ComponentName("billing");
    static final ComponentName ENGINE = new ComponentName("engine");
    static final Generation FIRST_LIFE = new Generation("first life");

    final Host host;
    /** What the host wanted at the last event. */
    List<HostCommand> wanted = new ArrayList<>();

    private final Map<ComponentName, LeaseSight> leases = new HashMap<>();
    private final Map<SessionId, SessionSight> sessions = new HashMap<>();
    private Server server = new Server(FIRST_LIFE, 3_600_000);
    private long nowMillis = 1_000;
    private int opened;
    private HostCommand.@Nullable Look awaited;
    private HostCommand.@Nullable OpenSession opening;
    private final List<HostCommand.Ask> asks = new ArrayList<>();

    ScriptedHost() {
        this(LookRequest.MOST_COMPONENTS);
    }

    /** One look of it reads so many components. */
    ScriptedHost(int componentsAtOnce) {
        this(componentsAtOnce, false);
    }

    private ScriptedHost(int componentsAtOnce, boolean trustsDatabaseClock) {
        host = new Host(
                new NodeName("n"),
                TIMING,
                trustsDatabaseClock,
                7,
                () -> new SessionId("n~" + ++opened),
                now(),
                componentsAtOnce);
    }

    /** One that takes a session for dead at first sight if the database says so. */
    static ScriptedHost trustingDatabaseClock() {
        return new ScriptedHost(LookRequest.MOST_COMPONENTS, true);
    }

    Moment now() {
        return new Moment(nowMillis * MILLI, nowMillis);
    }

    // Time passes, and things happen in it.

    ScriptedHost after(long millis) {
        nowMillis += millis;
        return this;
    }

    ScriptedHost on(BiFunction<Host, Moment, List<HostCommand>> event) {
        wanted = event.apply(host, now());
        all(HostCommand.Look.class).forEach(look -> awaited = look);
        all(HostCommand.OpenSession.class).forEach(open -> opening = open);
        all(HostCommand.Acquire.class).forEach(acquire -> asks.addAll(acquire.asks()));
        return this;
    }

    ScriptedHost tick() {
        return on(Host::tick);
    }

    /** Time passes until the host wants to wake, and it does. */
    ScriptedHost wake() {
        OptionalLong at = host.wakeAtNanos();
        assertThat(at).as("when the host wants to wake").isPresent();
        nowMillis = Math.max(nowMillis, (at.getAsLong() + MILLI - 1) / MILLI);
        return tick();
    }

    ScriptedHost join(ComponentName component) {
        return on((host, now) -> host.join(component, now));
    }

    /** Its session is open, it has looked, and nothing is in flight; whatever is seen later has to be put there. */
    ScriptedHost open() {
        HostCommand.Look look = one(HostCommand.Look.class);
        answer(one(HostCommand.OpenSession.class));
        List<HostCommand> first = wanted;
        answer(look);
        wanted = concat(first, wanted);
        return this;
    }

    // What the store says.

    ScriptedHost row(ComponentName component, long term, String session, boolean released) {
        TermId id = new TermId(component, term, new SessionId(session));
        leases.put(component, new LeaseSight.Row(new Lease(id, released, FIRST_LIFE)));
        return this;
    }

    ScriptedHost session(String id, long version, boolean closed) {
        return session(id, version, closed, 0);
    }

    /** One that is silent for so long by the database's clock. */
    ScriptedHost session(String id, long version, boolean closed, long silentMillis) {
        SessionId session = new SessionId(id);
        sessions.put(session, new SessionSight(session, version, closed, 10_000, 3_000, silentMillis));
        return this;
    }

    ScriptedHost noSession(String id) {
        sessions.remove(new SessionId(id));
        return this;
    }

    ScriptedHost generation(String life, long upMillis) {
        server = new Server(new Generation(life), upMillis);
        return this;
    }

    /** The session is open. */
    ScriptedHost answer(HostCommand.OpenSession open) {
        return on((host, now) -> host.opened(open.opening().id(), new StoreAnswer.Opened(server), now));
    }

    /** The look is answered with the rows there are. */
    ScriptedHost answer(HostCommand.Look look) {
        awaited = null;
        Map<ComponentName, LeaseSight> seen = new HashMap<>();
        look.request().components().forEach(each -> seen.put(each, leases.getOrDefault(each, new LeaseSight.NoRow())));
        Map<SessionId, StoreAnswer.Held> held = new HashMap<>();
        look.request().watched().forEach(session -> held.put(session, held(session)));
        StoreAnswer.Looked looked = new StoreAnswer.Looked(server, seen, Map.copyOf(sessions), held);
        return on((host, now) -> host.looked(look.number(), looked, now));
    }

    private StoreAnswer.Held held(SessionId session) {
        StoreAnswer.Held held = StoreAnswer.Held.NOTHING;
        for (LeaseSight sight : leases.values()) {
            if (sight instanceof LeaseSight.Row row
                    && !row.lease().released()
                    && row.lease().term().session().equals(session)) {
                held = held.plus(row.lease().term());
            }
        }
        return held;
    }

    /** Looks are answered, the one that is under way first, until one has covered this component. */
    ScriptedHost look(ComponentName component) {
        for (int i = 0; i < 100; i++) {
            HostCommand.Look look = awaited;
            if (look == null) {
                wake();
                continue;
            }
            answer(look);
            if (look.request().components().contains(component)) {
                return this;
            }
        }
        throw new AssertionError("no look covers " + component);
    }

    /** The heartbeat is answered yes; these terms name the session. */
    ScriptedHost answer(HostCommand.Heartbeat beat, TermId... held) {
        long sum = List.of(held).stream().mapToLong(TermId::number).sum();
        StoreAnswer.Beat yes = new StoreAnswer.Beat(server, new StoreAnswer.Holdings(held.length, sum, List.of(held)));
        return on((host, now) -> host.heartbeatAnswered(beat.session(), beat.attempt(), yes, now));
    }

    /** The heartbeat is answered yes; the session holds this many terms with this sum, too many to be listed. */
    ScriptedHost answer(HostCommand.Heartbeat beat, long count, long sum) {
        StoreAnswer.Beat yes = new StoreAnswer.Beat(server, new StoreAnswer.Holdings(count, sum, List.of()));
        return on((host, now) -> host.heartbeatAnswered(beat.session(), beat.attempt(), yes, now));
    }

    /** The heartbeat is answered no. */
    ScriptedHost gone(HostCommand.Heartbeat beat, @Nullable String closedBy) {
        StoreAnswer.Gone no = new StoreAnswer.Gone(closedBy);
        return on((host, now) -> host.heartbeatAnswered(beat.session(), beat.attempt(), no, now));
    }

    /** The next heartbeat that is sent; other things may happen before. */
    HostCommand.Heartbeat heartbeat() {
        do {
            wake();
        } while (all(HostCommand.Heartbeat.class).isEmpty());
        return one(HostCommand.Heartbeat.class);
    }

    /** The next thing that is asked, a heartbeat or a look, is answered; a heartbeat with no terms. */
    ScriptedHost answerNext() {
        HostCommand.Look look = awaited;
        if (look != null) {
            return answer(look);
        }
        wake();
        List<HostCommand.Heartbeat> beats = all(HostCommand.Heartbeat.class);
        return beats.isEmpty() ? this : answer(beats.get(0));
    }

    /** The only claim of the acquire is granted as this term. */
    ScriptedHost grant(HostCommand.Acquire acquire, long term) {
        HostCommand.Ask ask = acquire.asks().get(0);
        TermId granted = new TermId(ask.claim().component(), term, acquire.session());
        leases.put(granted.component(), new LeaseSight.Row(new Lease(granted, false, FIRST_LIFE)));
        return on((host, now) -> host.acquired(List.of(ask), List.of(new StoreAnswer.Granted(granted)), now));
    }

    /** Leads the component as this term, which has just begun. */
    TermId lead(ComponentName component, long term) {
        join(component).open();
        grant(one(HostCommand.Acquire.class), term);
        TermId led = one(HostCommand.OpenGates.class).term();
        on((host, now) -> host.gatesOpened(led, now));
        one(HostCommand.BeginTerm.class);
        return led;
    }

    // What the host wanted.

    /** The look that is under way, or null. */
    HostCommand.@Nullable Look awaited() {
        return awaited;
    }

    /** The latest session it wanted to open. */
    HostCommand.OpenSession opening() {
        return Objects.requireNonNull(opening, "no session was to be opened");
    }

    /** All claims since this was asked last. */
    List<HostCommand.Ask> takeAsks() {
        List<HostCommand.Ask> taken = List.copyOf(asks);
        asks.clear();
        return taken;
    }

    <C extends HostCommand> List<C> all(Class<C> kind) {
        return wanted.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <C extends HostCommand> C one(Class<C> kind) {
        assertThat(all(kind)).as("%s in %s", kind.getSimpleName(), wanted).hasSize(1);
        return all(kind).get(0);
    }

    void none(Class<? extends HostCommand> kind) {
        assertThat(all(kind)).as("%s in %s", kind.getSimpleName(), wanted).isEmpty();
    }

    private static List<HostCommand> concat(List<HostCommand> one, List<HostCommand> other) {
        List<HostCommand> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }
}
