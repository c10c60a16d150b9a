// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.Server;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A history written by hand: each line is an operation, from which millisecond to which, and what it answered. */
final class HistoryScript {
    static final ComponentName BILLING = new ComponentName("billing");
    static final SessionId A = new SessionId("a~1");
    static final SessionId B = new SessionId("b~1");
    static final SessionId C = new SessionId("c~1");

    private final List<Operation> operations = new ArrayList<>();
    private boolean readsBack;
    private Generation generation = new Generation("first");

    static TermId term(long number, SessionId session) {
        return new TermId(BILLING, number, session);
    }

    /** As on MySQL and MariaDB. */
    HistoryScript readingBack() {
        readsBack = true;
        return this;
    }

    /** What follows was answered by another life of the server. */
    HistoryScript in(String value) {
        generation = new Generation(value);
        return this;
    }

    HistoryScript open(int from, int until, SessionId session) {
        return add(new Operation.Open(span(from, until), session, new StoreAnswer.Opened(server())));
    }

    HistoryScript openLost(int from, int until, SessionId session) {
        return add(new Operation.Open(span(from, until), session, null));
    }

    HistoryScript beat(int from, int until, SessionId session, TermId... held) {
        long sum = List.of(held).stream().mapToLong(TermId::number).sum();
        StoreAnswer.Holdings holdings = new StoreAnswer.Holdings(held.length, sum, List.of(held));
        return add(new Operation.Heartbeat(span(from, until), session, new StoreAnswer.Beat(server(), holdings)));
    }

    HistoryScript beatGone(int from, int until, SessionId session, @Nullable SessionId by) {
        return add(new Operation.Heartbeat(
                span(from, until), session, new StoreAnswer.Gone(by == null ? null : by.value())));
    }

    HistoryScript beatLost(int from, int until, SessionId session) {
        return add(new Operation.Heartbeat(span(from, until), session, null));
    }

    HistoryScript expire(int from, int until, SessionId session, long version, SessionId by, @Nullable Boolean answer) {
        return add(
                new Operation.Expire(span(from, until), new ExpireRequest(session, version, generation), by, answer));
    }

    HistoryScript close(int from, int until, SessionId session) {
        return add(new Operation.Close(span(from, until), session, true));
    }

    HistoryScript closeLost(int from, int until, SessionId session) {
        return add(new Operation.Close(span(from, until), session, false));
    }

    /** Over what was seen, or over no row. */
    HistoryScript granted(int from, int until, SessionId session, @Nullable TermId seen, long number) {
        return acquire(from, until, session, seen, false, new StoreAnswer.Granted(term(number, session)));
    }

    HistoryScript refused(int from, int until, SessionId session, @Nullable TermId seen) {
        return acquire(from, until, session, seen, false, new StoreAnswer.Refused());
    }

    HistoryScript acquireLost(int from, int until, SessionId session, @Nullable TermId seen) {
        return acquire(from, until, session, seen, false, new StoreAnswer.Unknown("lost"));
    }

    HistoryScript acquire(
            int from,
            int until,
            SessionId session,
            @Nullable TermId seen,
            boolean ifReleased,
            StoreAnswer.Acquired answer) {
        Claim claim = new Claim(BILLING, seen, generation, -1, ifReleased);
        return add(
                new Operation.Acquire(span(from, until), new AcquireRequest(session, List.of(claim)), List.of(answer)));
    }

    HistoryScript release(int from, int until, TermId term, @Nullable Boolean answer) {
        return add(new Operation.Release(span(from, until), term, answer));
    }

    HistoryScript lookNoRow(int from, int until) {
        return look(from, until, new LeaseSight.NoRow());
    }

    HistoryScript look(int from, int until, TermId term, SessionSight... sessions) {
        return look(from, until, new LeaseSight.Row(new Lease(term, false, generation)), sessions);
    }

    HistoryScript lookReleased(int from, int until, TermId term, SessionSight... sessions) {
        return look(from, until, new LeaseSight.Row(new Lease(term, true, generation)), sessions);
    }

    /** Of sessions alone, all of which are watched. */
    HistoryScript lookAt(int from, int until, SessionSight... sessions) {
        Map<SessionId, SessionSight> seen = byId(sessions);
        return add(new Operation.Look(
                span(from, until),
                new LookRequest(List.of(), seen.keySet()),
                new StoreAnswer.Looked(server(), Map.of(), seen, Map.of())));
    }

    /** Finds no row of this session. */
    HistoryScript lookMissing(int from, int until, SessionId session) {
        return add(new Operation.Look(
                span(from, until),
                new LookRequest(List.of(), Set.of(session)),
                new StoreAnswer.Looked(server(), Map.of(), Map.of(), Map.of())));
    }

    HistoryScript lookHeld(int from, int until, TermId seen, SessionId watched, StoreAnswer.Held held) {
        return add(new Operation.Look(
                span(from, until),
                new LookRequest(List.of(BILLING), Set.of(watched)),
                new StoreAnswer.Looked(
                        server(),
                        Map.of(BILLING, new LeaseSight.Row(new Lease(seen, false, generation))),
                        byId(version(watched, 0)),
                        Map.of(watched, held))));
    }

    private HistoryScript look(int from, int until, LeaseSight sight, SessionSight... sessions) {
        return add(new Operation.Look(
                span(from, until),
                new LookRequest(List.of(BILLING)),
                new StoreAnswer.Looked(server(), Map.of(BILLING, sight), byId(sessions), Map.of())));
    }

    static SessionSight version(SessionId session, long version) {
        return new SessionSight(session, version, false, 3_000, 1_000, 0);
    }

    static SessionSight closed(SessionId session, long version) {
        return new SessionSight(session, version, true, 3_000, 1_000, 0);
    }

    HistoryScript write(int from, int until, TermId term, String entry, @Nullable Boolean answer) {
        return write(from, from, until, term, entry, answer);
    }

    HistoryScript write(int from, int committing, int until, TermId term, String entry, @Nullable Boolean answer) {
        return add(new Operation.Write(
                span(from, until), term, entry, TimeUnit.MILLISECONDS.toNanos(committing), true, answer));
    }

    HistoryScript journal(int from, int until, Operation.Entry... entries) {
        return add(new Operation.ReadJournal(span(from, until), List.of(entries)));
    }

    static Operation.Entry entry(long sequence, TermId term, String text) {
        return new Operation.Entry(sequence, term, text);
    }

    History history() {
        return new History(operations, readsBack, TimeUnit.SECONDS.toNanos(1));
    }

    private HistoryScript add(Operation operation) {
        operations.add(operation);
        return this;
    }

    private Span span(int from, int until) {
        return new Span(
                operations.size() + 1,
                "client",
                TimeUnit.MILLISECONDS.toNanos(from),
                TimeUnit.MILLISECONDS.toNanos(until));
    }

    private Server server() {
        return new Server(generation, 0);
    }

    private static Map<SessionId, SessionSight> byId(SessionSight... sessions) {
        Map<SessionId, SessionSight> byId = new HashMap<>();
        for (SessionSight each : sessions) {
            byId.put(each.id(), each);
        }
        return byId;
    }
}
