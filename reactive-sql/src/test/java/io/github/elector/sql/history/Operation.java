// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.AcquireRequest;
import io.github.elector.store.Claim;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.LookRequest;
import io.github.elector.store.StoreAnswer;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What was asked of a database and what it answered; an answer that is null never came, or was a failure. */
sealed interface Operation {
    Span span();

    default long invoked() {
        return span().invokedNanos();
    }

    default long answered() {
        return span().answeredNanos();
    }

    /** A session is opened. */
    record Open(Span span, SessionId session, StoreAnswer.@Nullable Opened answer) implements Operation {
        @Override
        public String toString() {
            return span + "  open " + session + " → " + (answer == null ? "unknown" : "opened");
        }
    }

    /** A heartbeat of a session. */
    record Heartbeat(Span span, SessionId session, StoreAnswer.@Nullable Heartbeat answer) implements Operation {
        @Override
        public String toString() {
            return span + "  heartbeat of " + session + " → " + told();
        }

        private String told() {
            if (answer instanceof StoreAnswer.Beat beat) {
                return "yes, holds " + beat.holdings().terms();
            }
            return answer instanceof StoreAnswer.Gone gone ? "gone, closed by " + gone.closedBy() : "unknown";
        }
    }

    /** A look. */
    record Look(Span span, LookRequest request, StoreAnswer.@Nullable Looked answer) implements Operation {
        @Override
        public String toString() {
            return span + "  look → " + (answer == null ? "unknown" : leases(answer) + "; " + sessions(answer));
        }

        private static String leases(StoreAnswer.Looked answer) {
            return answer.leases().entrySet().stream()
                    .map(each -> each.getValue() instanceof LeaseSight.Row row
                            ? row.lease().term() + (row.lease().released() ? " released" : "")
                            : "no " + each.getKey())
                    .sorted()
                    .collect(Collectors.joining(", "));
        }

        private static String sessions(StoreAnswer.Looked answer) {
            return answer.sessions().values().stream()
                    .map(sight -> sight.id() + " v" + sight.version() + (sight.closed() ? " closed" : ""))
                    .sorted()
                    .collect(Collectors.joining(", "));
        }
    }

    /** A session is closed by somebody else because it was silent. */
    record Expire(
            Span span,
            ExpireRequest request,
            SessionId by,
            @Nullable Boolean answer) implements Operation {
        @Override
        public String toString() {
            return span + "  expire " + request.session() + " v" + request.version() + " by " + by + " → "
                    + yesOrNo(answer);
        }
    }

    /** Leases are taken. */
    record Acquire(
            Span span, AcquireRequest request, @Nullable List<StoreAnswer.Acquired> answers) implements Operation {
        /** The answer to the claim at this place; a lost request leaves each of them unknown. */
        StoreAnswer.Acquired answer(int place) {
            return answers == null ? new StoreAnswer.Unknown("lost") : answers.get(place);
        }

        @Override
        public String toString() {
            return span + "  acquire for " + request.session() + ": "
                    + IntStream.range(0, request.claims().size())
                            .mapToObj(place -> told(request.claims().get(place)) + " → " + told(answer(place)))
                            .collect(Collectors.joining(", "));
        }

        private static String told(Claim claim) {
            return claim.component() + " over "
                    + (claim.seen() == null
                            ? "no row"
                            : claim.seen().number() + "@" + claim.seen().session())
                    + (claim.ifReleased() ? " if released" : "");
        }

        private static String told(StoreAnswer.Acquired answer) {
            return answer instanceof StoreAnswer.Granted granted
                    ? "granted " + granted.term().number()
                    : answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        }
    }

    /** A lease is given back. */
    record Release(Span span, TermId term, @Nullable Boolean answer) implements Operation {
        @Override
        public String toString() {
            return span + "  release " + term + " → " + yesOrNo(answer);
        }
    }

    /** A session is closed by whoever wants it closed. */
    record Close(Span span, SessionId session, boolean done) implements Operation {
        @Override
        public String toString() {
            return span + "  close " + session + " → " + (done ? "closed" : "unknown");
        }
    }

    /**
     * A row is appended to the journal behind a fence.
     *
     * @param entry what is written, different each time
     * @param committingNanos when it was asked to be committed, which for a single statement is when it was asked for
     * @param checksSession whether a closed session is refused too; a single statement on MySQL and MariaDB does not look
     * @param answer whether it was written, or else refused
     */
    record Write(
            Span span,
            TermId term,
            String entry,
            long committingNanos,
            boolean checksSession,
            @Nullable Boolean answer) implements Operation {
        @Override
        public String toString() {
            return span + "  write " + entry + " behind " + term + " → "
                    + (answer == null ? "unknown" : answer ? "written" : "refused");
        }
    }

    /** The whole journal is read, once nothing is under way any more but what nobody knows of. */
    record ReadJournal(Span span, List<Entry> entries) implements Operation {
        @Override
        public String toString() {
            return span + "  read the journal → " + entries.size() + " entries";
        }
    }

    /**
     * A row of the journal.
     *
     * @param sequence grows in the order in which rows are written, not in that of commits
     */
    record Entry(long sequence, TermId term, String text) {}

    private static String yesOrNo(@Nullable Boolean answer) {
        return answer == null ? "unknown" : answer ? "yes" : "no";
    }
}
