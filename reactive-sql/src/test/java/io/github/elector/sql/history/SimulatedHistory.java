// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LookRequest;
import io.github.elector.store.MemoryTables;
import io.github.elector.store.SessionOpening;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A history of tables in memory, where every operation takes effect at one moment, so that it can be by construction:
 * operations overlap, requests and answers are lost, and what was given up comes late, all decided by a seed.
 */
final class SimulatedHistory {
    private static final List<ComponentName> COMPONENTS = List.of(new ComponentName("one"), new ComponentName("two"));
    private static final Server SERVER = new Server(new Generation("only"), 0);
    private static final long LATE = 500;

    private final Random random;
    private final MemoryTables tables = new MemoryTables();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingInt(Event::number));
    private final List<Operation> operations = new ArrayList<>();
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<TermId> terms = new ArrayList<>();
    private final List<SessionId> current = new ArrayList<>();
    private StoreAnswer.Looked seen = new StoreAnswer.Looked(SERVER, Map.of(), Map.of());
    private int scheduled;
    private long now;

    private record Event(long at, int number, Runnable act) {}

    private SimulatedHistory(long seed) {
        this.random = new Random(seed);
    }

    static History of(long seed) {
        return new SimulatedHistory(seed).history();
    }

    private History history() {
        for (int client = 0; client < 5; client++) {
            current.add(new SessionId("none~" + client));
            int each = client;
            at(client, () -> act(each));
        }
        while (!events.isEmpty() && events.peek().at() < 3_000) {
            run();
        }
        events.removeIf(event -> event.at() > 3_000 + LATE);
        while (!events.isEmpty()) {
            run();
        }
        now += LATE;
        ask(
                0,
                () -> tables.look(new LookRequest(COMPONENTS, Set.copyOf(sessions)), SERVER, now),
                (span, answer) -> new Operation.Look(span, new LookRequest(COMPONENTS, Set.copyOf(sessions)), answer),
                false);
        while (!events.isEmpty()) {
            run();
        }
        return new History(operations, false, LATE);
    }

    private void run() {
        Event event = events.remove();
        now = event.at();
        event.act().run();
    }

    private void at(long time, Runnable act) {
        events.add(new Event(time, ++scheduled, act));
    }

    private void act(int client) {
        if (now > 3_000) {
            return;
        }
        SessionId session = current.get(client);
        switch (random.nextInt(12)) {
            case 0 -> {
                SessionId fresh = SessionId.of(new NodeName("c" + client), Integer.toString(scheduled));
                sessions.add(fresh);
                current.set(client, fresh);
                SessionOpening opening = new SessionOpening(fresh, new NodeName("c" + client), 3_000, 1_000);
                ask(
                        client,
                        () -> {
                            tables.open(opening, now);
                            return new StoreAnswer.Opened(SERVER);
                        },
                        (span, answer) -> new Operation.Open(span, fresh, answer),
                        true);
            }
            case 1, 2, 3 ->
                ask(
                        client,
                        () -> tables.heartbeat(session, SERVER, now),
                        (span, answer) -> new Operation.Heartbeat(span, session, answer),
                        true);
            case 4, 5, 6 -> {
                LookRequest look = new LookRequest(COMPONENTS, Set.copyOf(current));
                ask(
                        client,
                        () -> {
                            seen = tables.look(look, SERVER, now);
                            return seen;
                        },
                        (span, answer) -> new Operation.Look(span, look, answer),
                        true);
            }
            case 7, 8 -> {
                AcquireRequest request = new AcquireRequest(session, List.of(claim(any(COMPONENTS))));
                ask(
                        client,
                        () -> {
                            List<StoreAnswer.Acquired> answers = tables.acquire(request, SERVER.generation(), now);
                            if (answers.get(0) instanceof StoreAnswer.Granted granted) {
                                terms.add(granted.term());
                            }
                            return answers;
                        },
                        (span, answer) -> new Operation.Acquire(span, request, answer),
                        true);
            }
            case 9 -> {
                if (terms.isEmpty()) {
                    act(client);
                    return;
                }
                TermId term = random.nextBoolean() ? terms.get(terms.size() - 1) : any(terms);
                ask(
                        client,
                        () -> tables.release(term),
                        (span, answer) -> new Operation.Release(span, term, answer),
                        true);
            }
            case 10 -> {
                SessionId closed = random.nextInt(3) == 0 ? any(current) : session;
                ask(
                        client,
                        () -> {
                            tables.closeSession(closed);
                            return true;
                        },
                        (span, answer) -> new Operation.Close(span, closed, answer != null),
                        true);
            }
            default -> {
                SessionId target = any(current);
                long version = seen.sessions().containsKey(target)
                        ? seen.sessions().get(target).version()
                        : random.nextInt(3);
                ExpireRequest request = new ExpireRequest(target, version, SERVER.generation());
                ask(
                        client,
                        () -> tables.expire(request, session, SERVER.generation()),
                        (span, answer) -> new Operation.Expire(span, request, session, answer),
                        true);
            }
        }
    }

    private Claim claim(ComponentName component) {
        TermId known = seen.leases().get(component) instanceof LeaseSight.Row row
                ? row.lease().term()
                : null;
        if (random.nextInt(4) == 0 && known != null) {
            return Claim.ofReleased(known, SERVER.generation());
        }
        return new Claim(component, known, SERVER.generation(), -1);
    }

    /** Takes effect at some moment before it is answered, or, if it is lost, perhaps later or never. */
    private <T> void ask(
            int client, Supplier<T> effect, BiFunction<Span, @Nullable T, Operation> operation, boolean goesOn) {
        long invoked = now;
        long answered = now + 2 + random.nextInt(30);
        boolean lost = goesOn && random.nextInt(6) == 0;
        List<T> result = new ArrayList<>();
        if (!lost || random.nextInt(3) > 0) {
            long late = lost && random.nextBoolean() ? random.nextInt((int) LATE) : 0;
            at(invoked + random.nextInt((int) (answered - invoked)) + late, () -> result.add(effect.get()));
        }
        at(answered, () -> {
            Span span = new Span(operations.size() + 1, "c" + client, invoked, answered);
            operations.add(operation.apply(span, lost ? null : result.get(0)));
            if (goesOn) {
                at(now + 1 + random.nextInt(10), () -> act(client));
            }
        });
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** The same with one answer changed, if that can be changed. */
    static History tampered(History history, long seed) {
        Random random = new Random(seed);
        List<Operation> operations = new ArrayList<>(history.operations());
        int[] places = IntStream.range(0, operations.size())
                .filter(i -> tampered(operations.get(i)) != null)
                .toArray();
        int place = places[random.nextInt(places.length)];
        operations.set(place, tampered(operations.get(place)));
        return new History(operations, history.readsBack(), history.lateNanos());
    }

    private static @Nullable Operation tampered(Operation operation) {
        if (operation instanceof Operation.Heartbeat beat && beat.answer() instanceof StoreAnswer.Beat) {
            return new Operation.Heartbeat(beat.span(), beat.session(), new StoreAnswer.Gone(null));
        }
        if (operation instanceof Operation.Release release && release.answer() != null) {
            return new Operation.Release(release.span(), release.term(), !release.answer());
        }
        if (operation instanceof Operation.Expire expire && Boolean.TRUE.equals(expire.answer())) {
            return new Operation.Expire(expire.span(), expire.request(), expire.by(), false);
        }
        if (operation instanceof Operation.Acquire acquire
                && acquire.answers() != null
                && acquire.answers().get(0) instanceof StoreAnswer.Granted) {
            return new Operation.Acquire(acquire.span(), acquire.request(), List.of(new StoreAnswer.Refused()));
        }
        if (operation instanceof Operation.Look look && look.answer() != null) {
            Map<ComponentName, LeaseSight> leases = new HashMap<>(look.answer().leases());
            leases.replaceAll((component, sight) -> sight instanceof LeaseSight.Row row
                    ? new LeaseSight.Row(new Lease(
                            row.lease().term(),
                            !row.lease().released(),
                            row.lease().generation()))
                    : sight);
            return leases.equals(look.answer().leases())
                    ? null
                    : new Operation.Look(
                            look.span(),
                            look.request(),
                            new StoreAnswer.Looked(SERVER, leases, look.answer().sessions(), Map.of()));
        }
        return null;
    }
}
