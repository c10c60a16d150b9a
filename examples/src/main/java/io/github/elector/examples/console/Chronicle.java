// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.lease.SessionId;
import io.github.elector.notice.Notice;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster: what this replica says of itself, at once, and what the tables show of the others. No
 * clock, no input or output: times are arguments, epoch milliseconds of this process, and {@link #writeTo} fills a board
 * with what has changed, not too much at a time.
 *
 * <p>A term is the same whether it was heard or read of, so whichever comes second adds only what it knows better.
 */
final class Chronicle {
    // Sixty terms each are about 100 KB of JSON in all, and less than a millisecond.
    private static final int LINES_AT_A_TIME = 10;

    private final String node;
    private final TermLines lines = new TermLines();
    private final Sessions sessions = new Sessions();
    private final Happenings happenings = new Happenings();
    private final DatabaseClock clock = new DatabaseClock();
    private final Replicas replicas = new Replicas(sessions, lines.all(), clock);
    private DatabaseHealth database = DatabaseHealth.unknown();
    private @Nullable String ownSession;
    private boolean storeAnswers = true;
    private boolean looked;
    private boolean restUnwritten = true;

    /** Where to what is known is written; what a section says is encoded there. */
    interface Sections {
        void put(String name, Object json);

        void remove(String name);
    }

    Chronicle(String node, List<String> components) {
        this.node = node;
        components.forEach(component -> lines.of(component, Long.MIN_VALUE));
    }

    /** The session that this replica campaigns with, or null while it has none. */
    void campaignsAs(@Nullable String session) {
        restUnwritten |= !Objects.equals(session, ownSession);
        ownSession = session;
    }

    /** This replica has said something. */
    void onNotice(Notice notice) {
        restUnwritten = true;
        switch (notice.type()) {
            case ELECTED -> onElected(notice);
            case REVOKED -> onRevoked(notice);
            case OVERRUN -> happenings.add(happening(notice, "overrun"));
            case STORE_UNREACHABLE -> onStore(notice, false);
            case STORE_RECOVERED -> onStore(notice, true);
            case COMMANDED -> {
                // What follows from it is told by itself.
            }
            case LEADER_CHANGED -> {
                // What has changed is read from the tables, with its times.
            }
        }
    }

    /** The tables were read; asked and answered at these times. */
    void onLook(Observed look, long askedMillis, long answeredMillis) {
        restUnwritten = true;
        if (look.nowMillis() > 0) {
            clock.told(look.nowMillis(), askedMillis, answeredMillis);
        }
        sessions.seen(look, change -> onStanding(change, answeredMillis));
        if (!look.everyLease()) {
            lines.keep(look.leases().stream().map(SeenLease::component).collect(Collectors.toSet()));
        }
        look.leases().forEach(lease -> onLease(lease, answeredMillis));
        lines.all().forEach(line -> line.forget(answeredMillis));
        database = database.reachable(answeredMillis, look.complete());
        looked = true;
    }

    /** The tables could not be read. */
    void onNoLook(String words, long nowMillis) {
        restUnwritten = true;
        database = database.away(nowMillis, words);
    }

    /**
     * Puts what has changed on the board, no more than a turn of an event loop may take: the terms of ten components, and
     * the rest, which is short.
     *
     * @return whether there is more
     */
    boolean writeTo(Sections board) {
        if (restUnwritten) {
            restUnwritten = false;
            board.put("here", new JsonObject().put("node", node).put("session", ownSession));
            board.put("database", database.toJson());
            board.put("replicas", replicas.toJson(ownSession));
            board.put("events", happenings.toJson());
            board.put("components", new JsonArray(lines.names()));
            lines.takeDropped().forEach(component -> board.remove("terms:" + component));
        }
        lines.takeUnwritten(LINES_AT_A_TIME).forEach(line -> board.put("terms:" + line.component(), line.toJson()));
        return lines.hasUnwritten();
    }

    private void onElected(Notice notice) {
        TermLine line = lines.of(notice.component(), notice.timeMillis());
        Long term = notice.term();
        if (line == null || term == null) {
            return;
        }
        line.ledHere(term);
        if (line.isNew(term)) {
            String holder = Objects.requireNonNullElse(notice.holder(), notice.node());
            endPrevious(line, notice.timeMillis());
            line.begin(TermBar.begun(term, holder, notice.node(), notice.timeMillis()));
            happenings.add(happening(notice, "leads"));
        } else {
            line.began(term, notice.timeMillis());
        }
    }

    private void onRevoked(Notice notice) {
        TermLine line = lines.find(notice.component());
        Long term = notice.term();
        if (line != null && term != null) {
            String reason = Objects.requireNonNullElse(notice.reason(), "over");
            line.ended(term, notice.timeMillis(), null, reason);
            happenings.add(happening(notice, "ended"));
        }
    }

    /** Every component says it; once is enough. */
    private void onStore(Notice notice, boolean answers) {
        if (answers != storeAnswers) {
            storeAnswers = answers;
            happenings.add(new Happening(
                    notice.timeMillis(), notice.type().text(), notice.node(), null, null, notice.reason()));
        }
    }

    private void onStanding(Sessions.Change change, long nowMillis) {
        SeenSession session = change.session();
        String type =
                switch (change.now()) {
                    case ALIVE, LATE ->
                        change.before() == null ? "joined" : change.before() == Standing.SILENT ? "back" : null;
                    case SILENT -> "silent";
                    case CLOSED -> change.before() == null ? null : session.closedBy() == null ? "left" : "closed";
                };
        if (type != null) {
            String by = session.closedBy() == null ? null : SessionId.nodeOf(session.closedBy());
            happenings.add(new Happening(nowMillis, type, session.node(), null, null, by));
        }
    }

    private void onLease(SeenLease lease, long nowMillis) {
        long from = clock.here(lease.acquiredMillis());
        TermLine line = lines.of(lease.component(), from);
        if (line == null) {
            return;
        }
        boolean first = line.last().isEmpty();
        if (line.isNew(lease.term())) {
            String leader = lease.node().isEmpty() ? SessionId.nodeOf(lease.holder()) : lease.node();
            endPrevious(line, from);
            line.begin(TermBar.begun(lease.term(), lease.holder(), leader, from));
            if (looked) {
                happenings.add(new Happening(from, "leads", leader, lease.component(), lease.term(), null));
            }
        }
        if (lease.standing() != SeenLease.Standing.HELD) {
            endSeen(line, lease, first, nowMillis);
        }
    }

    /** A lease that is not held any more ends its term; when, the table does not say. */
    private void endSeen(TermLine line, SeenLease lease, boolean first, long nowMillis) {
        TermBar current = line.current().orElse(null);
        if (current == null || current.term() != lease.term()) {
            return;
        }
        SeenSession holder = sessions.find(lease.holder());
        if (holder != null && holder.closedBy() != null && lease.standing() == SeenLease.Standing.CLOSED) {
            endInSilence(line, current, holder, nowMillis);
        } else {
            line.end(
                    current.term(),
                    first ? current.fromMillis() : nowMillis,
                    null,
                    lease.standing().text());
        }
        if (looked) {
            happenings.add(new Happening(
                    nowMillis,
                    "ended",
                    current.node(),
                    lease.component(),
                    lease.term(),
                    lease.standing().text()));
        }
    }

    /** Whoever led before the new term does not any more. */
    private void endPrevious(TermLine line, long newFromMillis) {
        TermBar current = line.current().orElse(null);
        if (current == null) {
            return;
        }
        SeenSession holder = sessions.find(current.session());
        if (holder != null && holder.closed() && holder.closedBy() != null) {
            endInSilence(line, current, holder, newFromMillis);
        } else {
            line.end(
                    current.term(),
                    newFromMillis,
                    null,
                    holder != null && holder.closed() ? "session closed" : "released");
        }
    }

    /** It ended at the latest when its lease ran out. */
    private void endInSilence(TermLine line, TermBar current, SeenSession holder, long atTheLatestMillis) {
        long heard = clock.here(holder.renewedMillis());
        line.end(current.term(), Math.min(atTheLatestMillis, heard + holder.leaseMillis()), heard, "silence");
    }

    private Happening happening(Notice notice, String type) {
        return new Happening(
                notice.timeMillis(), type, notice.node(), notice.component(), notice.term(), notice.reason());
    }
}
