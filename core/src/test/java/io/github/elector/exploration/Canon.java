// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.election.Candidacy;
import io.github.elector.election.ElectionState;
import io.github.elector.host.Host;
import io.github.elector.host.HostCommand;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.session.SessionState;
import io.github.elector.store.Claim;
import io.github.elector.store.StoreAnswer;
import io.github.elector.time.Moment;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The canonical form of a world as 128 bits: two worlds with the same ones go on in the same way.
 *
 * <p>Every field of a host counts, found by reflection, so that none is forgotten: as it is, unless a rule in
 * {@link #RULES} says otherwise. Decision 21 says for each kind of rule why nothing is lost by it: times count from now,
 * numbers that are only compared count from what they are compared with, and what is overwritten before it is read does
 * not count.
 */
final class Canon {
    private static final Map<String, Rule> RULES = new HashMap<>();
    private static final Rule NOTHING = (canon, owner, field) -> {};
    private static final Rule TIME = (canon, owner, field) -> canon.time(Fields.get(field, owner));

    private static final Class<?> SESSIONS = Fields.named("io.github.elector.host.Sessions");
    private static final Class<?> LOOK_SCHEDULE = Fields.named("io.github.elector.host.LookSchedule");
    private static final Class<?> LOOKOUT = Fields.named("io.github.elector.host.Lookout");
    private static final Class<?> LOOK_QUEUE = Fields.named("io.github.elector.host.LookQueue");
    private static final Class<?> ELECTIONS = Fields.named("io.github.elector.host.Elections");
    private static final Class<?> CANDIDATE = Fields.named("io.github.elector.host.Candidate");
    private static final Class<?> WATCH = Fields.named("io.github.elector.session.Watch");
    private static final Class<?> WATCHED_TIME = Fields.named("io.github.elector.session.WatchedTime");
    private static final Class<?> OBSERVATIONS = Fields.named("io.github.elector.session.Observations");
    private static final Field HOST_SESSIONS = Fields.of(Host.class, "sessions");
    private static final Field HOST_LOOKS = Fields.of(Host.class, "looks");
    private static final Field HOST_LOOKOUT = Fields.of(Host.class, "lookout");
    private static final Field HOST_ELECTIONS = Fields.of(Host.class, "elections");
    private static final Field CURRENT = Fields.of(SESSIONS, "current");
    private static final Field LOOK_NUMBER = Fields.of(LOOK_SCHEDULE, "number");
    private static final Field CONTINUES = Fields.of(LOOK_SCHEDULE, "continues");
    private static final Field QUEUE = Fields.of(LOOKOUT, "queue");
    private static final Field EXPIRIES = Fields.of(LOOKOUT, "expiries");
    private static final Field LOOKOUT_OBSERVATIONS = Fields.of(LOOKOUT, "observations");
    private static final Field ROUND = Fields.of(LOOK_QUEUE, "round");
    private static final Field CANDIDATES = Fields.of(ELECTIONS, "candidates");
    private static final Field STRAYS = Fields.of(ELECTIONS, "strays");
    private static final Field ELECTION = Fields.of(CANDIDATE, "election");
    private static final Field WATCHED = Fields.of(OBSERVATIONS, "watched");
    private static final Field WATCHED_NOW = Fields.of(WATCHED_TIME, "nowNanos");
    private static final Field WATCH_WHAT = Fields.of(WATCH, "what");
    private static final Field WATCH_AGED = Fields.of(WATCH, "agedNanos");
    private static final Field WATCH_PROVEN = Fields.of(WATCH, "provenNanos");
    private static final Field WATCH_SEEN_AT = Fields.of(WATCH, "seenAtNanos");

    static {
        // The same for all hosts of a world, or of no influence on what a host does.
        for (String constant : List.of(
                "Host.timing",
                "Host.health",
                "Host.effects",
                "Sessions.timing",
                "Sessions.seed",
                "Sessions.ids",
                "Elections.timing",
                "Elections.seed",
                "LookSchedule.timing",
                "LookSchedule.seed",
                "Lookout.timing",
                "Observations.timing",
                "Observations.trustsDatabaseClock",
                "LookPlan.timing",
                "LookPlan.offsetNanos",
                "LookQueue.atOnce",
                "Candidacy.component",
                "Candidacy.timing",
                "Candidacy.seed",
                "Candidate.seen",
                "Candidate.told",
                "Candidate.hasLedSince",
                "Candidate.waiting",
                "Opening.timing",
                "Opening.seed",
                "Alive.seed",
                "Lapsed.timing",
                "Lapsed.seed",
                "Closing.timing",
                "Closing.seed",
                "Grant.timing")) {
            RULES.put(constant, NOTHING);
        }
        // Met on another way.
        for (String wiring : List.of(
                "Elections.looks",
                "Elections.sessions",
                "Elections.outbox",
                "Elections.queue",
                "Lookout.schedule",
                "Lookout.sessions",
                "Lookout.elections",
                "Lookout.outbox")) {
            RULES.put(wiring, NOTHING);
        }
        // What is not read before it is written again.
        RULES.put("LookPlan.arrivedNanos", NOTHING);
        RULES.put("LookPlan.beatAtNanos", NOTHING);
        RULES.put("LookPlan.leftBehindNanos", NOTHING);
        RULES.put("WatchedTime.sentNanos", NOTHING);
        // What others are compared with.
        RULES.put("Alive.attempt", NOTHING);
        RULES.put("Candidacy.attempts", NOTHING);
        RULES.put("LookSchedule.number", NOTHING);
        RULES.put("Lookout.expiries", NOTHING);
        RULES.put("LookQueue.round", NOTHING);
        RULES.put("WatchedTime.nowNanos", NOTHING);
        // Times that mean something always, or are 0 while they mean nothing.
        RULES.put("Host.closeByNanos", TIME);
        RULES.put("Closing.retryAtNanos", TIME);
        RULES.put("Releasing.retryAtNanos", TIME);
        RULES.put("Candidate.queuedWake", TIME);
        RULES.put("Wake.atNanos", TIME);
        RULES.put("Draining.sinceNanos", TIME);
        // Times that mean something under a condition.
        RULES.put("Sessions.reopenAtNanos", timeIf(SESSIONS, "current", false));
        RULES.put("LookSchedule.sentNanos", timeIf(LOOK_SCHEDULE, "inFlight", true));
        RULES.put("LookSchedule.nextNanos", timeIf(LOOK_SCHEDULE, "inFlight", false));
        RULES.put("LookSchedule.wantedAtNanos", timeIf(LOOK_SCHEDULE, "wanted", true));
        // It makes rests longer too, of five leases and more: what is explored is over by then.
        RULES.put("LookSchedule.arrivedNanos", timeIf(LOOK_SCHEDULE, "fruitless", true));
        RULES.put("WatchedTime.arrivedNanos", timeIf(WATCHED_TIME, "begun", true));
        Class<?> alive = Fields.named("io.github.elector.session.Alive");
        RULES.put("Alive.nextBeatAtNanos", timeIf(alive, "inFlight", false));
        Field beatInFlight = Fields.of(alive, "inFlight");
        RULES.put("Alive.beatSentAt", (canon, owner, field) -> {
            if (Fields.getBoolean(beatInFlight, owner)) {
                canon.moment((Moment) Fields.get(field, owner));
            }
        });
        RULES.put("Candidacy.stayOutUntilNanos", timeIf(Candidacy.class, "stayingOut", true));
        RULES.put("Leading.begunAtNanos", (canon, owner, field) -> {
            // Tells whether failures of work are forgotten.
            if (((ElectionState) owner).candidacy().workFailures() > 0) {
                canon.time(Fields.get(field, owner));
            }
        });
        RULES.put("LookPlan.ripeAtNanos", (canon, owner, field) -> {
            if (canon.lookContinues) {
                canon.time(Fields.get(field, owner));
            }
        });
        // Numbers.
        RULES.put("Candidacy.highestTerm", (canon, owner, field) -> canon.term(Fields.getLong(field, owner)));
        RULES.put("Asking.attempt", (canon, owner, field) -> canon.add(canon.attempts - Fields.getLong(field, owner)));
        RULES.put(
                "Releasing.attempt", (canon, owner, field) -> canon.add(canon.attempts - Fields.getLong(field, owner)));
        RULES.put(
                "Candidate.quietAfterLook",
                (canon, owner, field) -> canon.add(Math.min(1, canon.lookNumber - Fields.getLong(field, owner))));
        RULES.put("Candidate.quietAfterBeat", (canon, owner, field) -> {
            // The next session counts its heartbeats from one again.
            long quiet = Fields.getLong(field, owner);
            canon.add(quiet);
            canon.add(Math.min(1, canon.beats - quiet));
        });
        RULES.put(
                "Candidate.readInRound",
                (canon, owner, field) -> canon.add(Math.min(1, canon.round - Fields.getLong(field, owner))));
        RULES.put(
                "Lookout.expiring",
                (canon, owner, field) -> canon.each(((Map<?, ?>) Fields.get(field, owner)).entrySet(), entry -> {
                    canon.session((SessionId) entry.getKey());
                    canon.add(canon.expiries - (Long) entry.getValue());
                }));
        RULES.put("Lookout.follower", (canon, owner, field) -> canon.add(field.get(owner) == null ? 0 : 1));
        // The server of these worlds never changes.
        RULES.put("Observations.server", (canon, owner, field) -> canon.add(field.get(owner) == null ? 0 : 1));
        RULES.put("Observations.versions", (canon, owner, field) -> canon.watches(field.get(owner), true));
        RULES.put("Observations.missingHolders", (canon, owner, field) -> canon.watches(field.get(owner), false));
        RULES.put("Observations.missingRows", (canon, owner, field) -> canon.watches(field.get(owner), false));
        // Follows from the elections.
        RULES.put("Hand.held", NOTHING);
    }

    private static final ClassValue<Plan> PLANS = new ClassValue<>() {
        @Override
        protected Plan computeValue(Class<?> type) {
            return new Plan(type);
        }
    };

    private final World world;
    private final int[] places;
    private final Object[] met = new Object[64];
    private int metCount;
    private final Set<SessionId> sessionsMet = new HashSet<>();
    private long high;
    private long low;

    // Of the node whose host is being read.
    private long nowNanos;
    private long wallMillis;
    private long beats;
    private long lookNumber;
    private boolean lookContinues;
    private long round;
    private long expiries;
    private long virtualNow;
    private long attempts;

    /** How one field is read. */
    private interface Rule {
        void read(Canon canon, Object owner, Field field) throws IllegalAccessException;
    }

    /** How objects of one class are read. */
    private static final class Plan {
        final long name;
        final Field[] fields;
        final @Nullable Rule[] rules;

        Plan(Class<?> type) {
            name = type.getSimpleName().hashCode();
            fields = Twin.fields(type).toArray(Field[]::new);
            rules = new Rule[fields.length];
            for (int i = 0; i < fields.length; i++) {
                rules[i] = RULES.get(type.getSimpleName() + "." + fields[i].getName());
            }
        }
    }

    private interface Each<T> {
        void read(T element);
    }

    private static Rule timeIf(Class<?> type, String condition, boolean wanted) {
        Field field = Fields.of(type, condition);
        return (canon, owner, time) -> {
            if (isSet(field, owner) == wanted) {
                canon.time(Fields.getLong(time, owner));
            }
        };
    }

    private static boolean isSet(Field field, Object owner) throws IllegalAccessException {
        if (field.getType() == boolean.class) {
            return field.getBoolean(owner);
        }
        return field.getType() == int.class ? field.getInt(owner) != 0 : field.get(owner) != null;
    }

    private Canon(World world, int[] places) {
        this.world = world;
        this.places = places;
    }

    /** The canonical form; of those that differ only in which of some equal machines is which, the smallest. */
    static Print of(World world) {
        Print smallest = null;
        for (int[] places : world.orders) {
            Print print = new Canon(world, places).print();
            smallest = smallest == null || print.compareTo(smallest) < 0 ? print : smallest;
        }
        return Objects.requireNonNull(smallest);
    }

    private Print print() {
        add(world.isOpen() ? world.now : -1);
        add(world.isOpen() ? world.budget.packed() : 0);
        if (world.isSteady()) {
            add(1);
        } else {
            add(Math.min(world.now - world.lastEffect, 2 * world.scope.leaderlessNanos()) + 2);
        }
        Node[] ordered = new Node[world.nodes.length];
        for (Node node : world.nodes) {
            ordered[places[node.index]] = node;
        }
        for (Node node : ordered) {
            node(node);
        }
        each(world.calls, this::call);
        database();
        return new Print(high, low);
    }

    // Mixing.

    private void add(long value) {
        high = mixed(high ^ value);
        low = mixed(low + value * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L);
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ (bits >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }

    /** In whatever order. */
    private <T> void each(Collection<T> elements, Each<? super T> reader) {
        long highBefore = high;
        long lowBefore = low;
        long highSum = 0;
        long lowSum = 0;
        for (T element : elements) {
            high = 1;
            low = 2;
            reader.read(element);
            highSum += high;
            lowSum += low;
        }
        high = highBefore;
        low = lowBefore;
        add(elements.size());
        add(highSum);
        add(lowSum);
    }

    // Names, times and numbers.

    private void session(@Nullable SessionId session) {
        if (session == null) {
            add(0);
            return;
        }
        sessionsMet.add(session);
        int node = SessionNames.nodeOf(session);
        add(1 + places[node] + 16L * (world.nodes[node].names.latest() - SessionNames.ordinalOf(session)));
    }

    private void term(@Nullable TermId term) {
        if (term == null) {
            add(0);
            return;
        }
        term(term.number());
        session(term.session());
    }

    /** Terms are only ever compared: how many were granted after it. */
    private void term(long number) {
        long[] granted = world.granted;
        for (int i = granted.length - 1; i >= 0; i--) {
            if (granted[i] == number) {
                add(granted.length - i);
                return;
            }
        }
        add(number);
    }

    private void time(@Nullable Object time) {
        if (time instanceof OptionalLong optional) {
            add(optional.isPresent() ? nowNanos - optional.getAsLong() : Long.MIN_VALUE);
        } else {
            long nanos = (Long) Objects.requireNonNull(time);
            add(nanos == 0 ? Long.MIN_VALUE : nowNanos - nanos);
        }
    }

    private void moment(Moment moment) {
        add(nowNanos - moment.nanos());
        add(wallMillis - moment.wallMillis());
    }

    // Nodes.

    private void node(Node node) {
        Host host = node.host;
        if (host == null) {
            add(-7);
            return;
        }
        add(node.paused ? world.now - node.pausedAt : -1);
        boolean mayCrash = world.isOpen() && world.budget.allows(Fault.CRASH);
        add(mayCrash ? world.now - node.activeAt : 0);
        add(Math.max(0, node.unwillingUntil - world.now));
        prepare(node, host);
        any(host);
        ExploredTerm term = node.term;
        if (term != null && (!term.ended() || term.workRuns())) {
            term(term.id());
            add((term.ended() ? 2 : 0) + (term.workRuns() ? 1 : 0));
            if (term.ended()) {
                add(world.now - term.endedAt());
            }
        } else {
            // What ended altogether is compared with what begins.
            term(term == null ? null : term.id());
        }
        each(node.validities, validity -> validity(node, validity));
        each(node.tasks, task -> {
            any(task.kind());
            term(task.term());
            late(task.lateSince());
        });
    }

    private void validity(Node node, Validity validity) {
        ExploredTerm term = node.term;
        boolean counts = !validity.over()
                || (term != null && term.workRuns() && term.id().session().equals(validity.session()));
        add(validity.over() ? 1 : 0);
        if (counts) {
            session(validity.session());
            moment(validity.grant().sentAt());
        }
    }

    private void late(long since) {
        add(since < 0 ? -1 : world.now - since);
    }

    private void prepare(Node node, Host host) {
        nowNanos = node.moment(world.now).nanos();
        wallMillis = node.moment(world.now).wallMillis();
        SessionState current = current(host);
        beats = current == null ? 0 : current.beats();
        Object looks = Fields.get(HOST_LOOKS, host);
        lookNumber = Fields.getLong(LOOK_NUMBER, looks);
        lookContinues = Fields.getBoolean(CONTINUES, looks);
        Object lookout = Fields.get(HOST_LOOKOUT, host);
        round = Fields.getLong(ROUND, Fields.get(QUEUE, lookout));
        expiries = Fields.getLong(EXPIRIES, lookout);
        virtualNow = Fields.getLong(WATCHED_NOW, Fields.get(WATCHED, Fields.get(LOOKOUT_OBSERVATIONS, lookout)));
        metCount = 0;
    }

    private static @Nullable SessionState current(Host host) {
        return (SessionState) Fields.get(CURRENT, Fields.get(HOST_SESSIONS, host));
    }

    // Whatever there is.

    @SuppressWarnings("EnumOrdinal") // Never leaves this JVM.
    private void any(@Nullable Object value) {
        if (value == null) {
            add(0);
        } else if (value instanceof Long || value instanceof Integer) {
            add(((Number) value).longValue());
        } else if (value instanceof Boolean flag) {
            add(flag ? 1 : 2);
        } else if (value instanceof Enum<?> constant) {
            add(constant.ordinal());
        } else if (value instanceof String text) {
            add(text.hashCode());
        } else if (value instanceof SessionId session) {
            session(session);
        } else if (value instanceof TermId term) {
            term(term);
        } else if (value instanceof Moment moment) {
            moment(moment);
        } else if (value instanceof List<?> list) {
            add(list.size());
            list.forEach(this::any);
        } else if (value instanceof Map<?, ?> map) {
            each(map.entrySet(), entry -> {
                any(entry.getKey());
                any(entry.getValue());
            });
        } else if (value instanceof Set<?> || value instanceof PriorityQueue<?>) {
            each((Collection<?>) value, this::any);
        } else if (CANDIDATE.isInstance(value)) {
            candidate(value);
        } else {
            object(value);
        }
    }

    /** One election. Where it is met again its election tells which it is: there is one of a component, and its strays. */
    private void candidate(Object candidate) {
        ElectionState election = (ElectionState) Fields.get(ELECTION, candidate);
        if (!meet(candidate)) {
            term(election.inHand());
            add(election.candidacy().retiring() ? 1 : 0);
            return;
        }
        attempts = election.candidacy().attempts();
        fields(candidate);
    }

    /** Whether it is met for the first time. */
    private boolean meet(Object object) {
        for (int i = 0; i < metCount; i++) {
            if (met[i] == object) {
                return false;
            }
        }
        met[metCount++] = object;
        return true;
    }

    private void object(Object object) {
        if (object.getClass().isRecord()) {
            fields(object);
            return;
        }
        if (meet(object)) {
            fields(object);
        }
    }

    private void fields(Object object) {
        Plan plan = PLANS.get(object.getClass());
        add(plan.name);
        try {
            for (int i = 0; i < plan.fields.length; i++) {
                Rule rule = plan.rules[i];
                if (rule == null) {
                    field(object, plan.fields[i]);
                } else {
                    rule.read(this, object, plan.fields[i]);
                }
            }
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("cannot read a " + object.getClass(), impossible);
        }
    }

    private void field(Object owner, Field field) throws IllegalAccessException {
        Class<?> type = field.getType();
        if (type == long.class) {
            add(field.getLong(owner));
        } else if (type == int.class) {
            add(field.getInt(owner));
        } else if (type == boolean.class) {
            add(field.getBoolean(owner) ? 1 : 2);
        } else {
            any(field.get(owner));
        }
    }

    private void watches(Object watches, boolean ofVersions) {
        each(((Map<?, ?>) watches).entrySet(), entry -> {
            Object watch = entry.getValue();
            if (entry.getKey() instanceof SessionId session) {
                session(session);
                if (ofVersions) {
                    add(versionsBehind(session, (Long) Fields.get(WATCH_WHAT, watch)));
                }
            }
            add(Fields.getLong(WATCH_AGED, watch));
            add(Fields.getLong(WATCH_PROVEN, watch));
            add(virtualNow - Fields.getLong(WATCH_SEEN_AT, watch));
        });
    }

    /** Versions are compared for equality only, and grow by one. */
    private long versionsBehind(SessionId session, long version) {
        return Rows.version(world.tables, session) - version;
    }

    // Calls.

    private void call(Call call) {
        Node node = world.nodes[call.node()];
        boolean lives = node.isUp() && node.life == call.life();
        add(places[call.node()]);
        add((lives ? 1 : 0) + (call.givenUp() ? 2 : 0));
        any(call.stage());
        late(call.lateSince());
        if (lives && !call.givenUp()) {
            add(node.machine.nanosAt(world.now) - call.deadlineNanos());
            add(world.now - call.sentAt());
        }
        add(call.command().getClass().getSimpleName().hashCode());
        command(node, lives, call.command());
        if (call.answer() != null) {
            answer(call.answer());
        }
    }

    private void command(Node node, boolean lives, HostCommand command) {
        Host host = node.host;
        if (command instanceof HostCommand.OpenSession open) {
            session(open.opening().id());
        } else if (command instanceof HostCommand.Heartbeat beat) {
            session(beat.session());
            SessionState current = host == null ? null : current(host);
            boolean isCurrent = lives && current != null && current.id().equals(beat.session());
            add(isCurrent && current != null ? current.beats() - beat.attempt() : -1);
        } else if (command instanceof HostCommand.CloseSession close) {
            session(close.session());
            add(close.attempt());
        } else if (command instanceof HostCommand.Look look) {
            if (lives && host != null) {
                add(Fields.getLong(LOOK_NUMBER, Fields.get(HOST_LOOKS, host)) - look.number());
            }
        } else if (command instanceof HostCommand.Expire expire) {
            session(expire.silence().session());
            session(expire.by());
            add(versionsBehind(
                    expire.silence().session(), expire.silence().request().version()));
            if (lives && host != null) {
                add(Fields.getLong(EXPIRIES, Fields.get(HOST_LOOKOUT, host)) - expire.attempt());
            }
        } else if (command instanceof HostCommand.Acquire acquire) {
            session(acquire.session());
            for (HostCommand.Ask ask : acquire.asks()) {
                Claim claim = ask.claim();
                term(claim.seen());
                term(claim.aboveTerm());
                add(claim.ifReleased() ? 1 : 0);
                attempt(lives ? host : null, ask.attempt(), null);
            }
        } else if (command instanceof HostCommand.Release release) {
            term(release.term());
            attempt(lives ? host : null, release.attempt(), release.term());
        }
    }

    /** The number of an operation, by how many its election has begun after it; and the stray of that term, if any. */
    private void attempt(@Nullable Host host, long attempt, @Nullable TermId term) {
        if (host == null) {
            return;
        }
        Object elections = Fields.get(HOST_ELECTIONS, host);
        Object candidate = ((Map<?, ?>) Fields.get(CANDIDATES, elections)).get(World.COMPONENT);
        add(candidate == null ? -1 : attempts(candidate) - attempt);
        Object stray = term == null ? null : ((Map<?, ?>) Fields.get(STRAYS, elections)).get(term);
        add(stray == null ? -1 : attempts(stray) - attempt);
    }

    private static long attempts(Object candidate) {
        return ((ElectionState) Fields.get(ELECTION, candidate)).candidacy().attempts();
    }

    private void answer(Object answer) {
        add(answer.getClass().getSimpleName().hashCode());
        if (answer instanceof Boolean yes) {
            add(yes ? 1 : 2);
        } else if (answer instanceof StoreAnswer.Beat beat) {
            each(beat.holdings().terms(), this::term);
        } else if (answer instanceof StoreAnswer.Looked looked) {
            each(looked.leases().values(), this::sight);
            each(looked.sessions().values(), this::sight);
        } else if (answer instanceof List<?> acquired) {
            acquired.forEach(each -> term(each instanceof StoreAnswer.Granted granted ? granted.term() : null));
        }
    }

    private void sight(LeaseSight sight) {
        if (sight instanceof LeaseSight.Row row) {
            term(row.lease().term());
            add(row.lease().released() ? 1 : 2);
        }
    }

    private void sight(SessionSight sight) {
        session(sight.id());
        add(sight.closed() ? 1 : 2);
        if (!sight.closed()) {
            add(versionsBehind(sight.id(), sight.version()));
            add(sight.silentMillis());
        }
    }

    // The database.

    /** Rows that are closed and that nobody speaks of say nothing to anybody. */
    private void database() {
        term(world.row);
        add(world.rowReleased ? 1 : 2);
        long millis = world.databaseMillis();
        long[] granted = world.granted;
        long ahead = granted.length == 0 ? 0 : granted[granted.length - 1] - millis;
        add(Math.max(-1, ahead));
        add(granted.length);
        Set<SessionId> spokenOf = new HashSet<>(sessionsMet);
        long[] sum = new long[2];
        long highBefore = high;
        long lowBefore = low;
        Rows.each(world.tables, (session, row) -> {
            if (row.isClosed() && !spokenOf.contains(session)) {
                return;
            }
            high = 3;
            low = 4;
            session(session);
            add(row.isClosed() ? -1 : millis - row.renewedAtMillis());
            sum[0] += high;
            sum[1] += low;
        });
        high = highBefore;
        low = lowBefore;
        add(sum[0]);
        add(sum[1]);
    }
}
