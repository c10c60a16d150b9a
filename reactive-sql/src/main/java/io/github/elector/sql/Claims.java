// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import io.github.elector.store.Claim;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.Future;
import io.vertx.sqlclient.DatabaseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The claims of one request: asked for together, so many in a statement. A statement that the server refuses took no
 * effect, so what it asked for is asked for again in smaller parts, down to the one claim that the server does not take.
 * A statement that was lost leaves its own claims unknown, and no others. On the context of the store.
 */
final class Claims {
    private static final int TOGETHER = 1_000;
    // A refused thousand goes on in parts of this size, and a refused part one by one: three waits at most for the one
    // claim that meets somebody's lock.
    private static final int FEW = 32;

    private final Dialect dialect;
    private final DedicatedConnection connection;
    private final SqlFailures failures;
    private final SessionId session;
    private final List<Claim> claims;
    private final StoreAnswer.@Nullable Acquired[] answers;
    private final Queue<List<Integer>> parts = new ArrayDeque<>();
    private final long answerByNanos;
    private @Nullable LeaseStoreException failure;
    private boolean anyAnswered;

    private Claims(
            Dialect dialect,
            DedicatedConnection connection,
            SqlFailures failures,
            long timeoutMillis,
            SessionId session,
            List<Claim> claims) {
        this.dialect = dialect;
        this.connection = connection;
        this.failures = failures;
        this.session = session;
        this.claims = claims;
        this.answers = new StoreAnswer.Acquired[claims.size()];
        // Whoever asks gives up at the store timeout, and then all the answers are lost.
        this.answerByNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis) / 2;
    }

    /** One answer for each claim, in order; fails if no claim was answered at all. */
    static Future<List<StoreAnswer.Acquired>> acquire(
            Dialect dialect,
            DedicatedConnection connection,
            SqlFailures failures,
            long timeoutMillis,
            SessionId session,
            List<Claim> claims) {
        Claims asked = new Claims(dialect, connection, failures, timeoutMillis, session, claims);
        // Apart, since not every dialect takes and creates in one statement, and half of a refusal could not be told.
        asked.add(true);
        asked.add(false);
        return asked.askNext();
    }

    private void add(boolean ofRows) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < claims.size(); i++) {
            if ((claims.get(i).seen() != null) == ofRows) {
                places.add(i);
            }
        }
        addParts(places, TOGETHER);
    }

    private void addParts(List<Integer> places, int size) {
        for (int from = 0; from < places.size(); from += size) {
            parts.add(places.subList(from, Math.min(from + size, places.size())));
        }
    }

    private Future<List<StoreAnswer.Acquired>> askNext() {
        List<Integer> part = parts.poll();
        if (part == null) {
            return answered();
        }
        return ask(part).onSuccess(granted -> keep(part, granted)).transform(done -> {
            if (done.failed()) {
                refused(part, done.cause());
            }
            return askNext();
        });
    }

    private Future<List<StoreAnswer.Acquired>> ask(List<Integer> part) {
        List<Claim> some = part.stream().map(claims::get).toList();
        return connection
                .use(what(part), on -> dialect.acquire(on, session, some, claims.size() == 1))
                .map(rows -> Answers.acquired(session, some, rows));
    }

    private String what(List<Integer> part) {
        return "session '" + session + "' acquiring "
                + (part.size() == 1 ? claims.get(part.get(0)).component() : part.size() + " components");
    }

    private void keep(List<Integer> part, List<StoreAnswer.Acquired> granted) {
        anyAnswered = true;
        for (int i = 0; i < part.size(); i++) {
            answers[part.get(i)] = granted.get(i);
        }
    }

    private void refused(List<Integer> part, Throwable cause) {
        LeaseStoreException why = failures.explain("the answer to " + what(part), cause);
        boolean late = System.nanoTime() - answerByNanos >= 0;
        failure = failure == null ? why : failure;
        part.forEach(place -> answers[place] = new StoreAnswer.Unknown(String.valueOf(why.getMessage())));
        if (late) {
            parts.forEach(rest ->
                    rest.forEach(place -> answers[place] = new StoreAnswer.Unknown(String.valueOf(why.getMessage()))));
            parts.clear();
        } else if (part.size() > 1 && tookNoEffect(why)) {
            addParts(part, part.size() > FEW ? (int) Math.ceil(Math.sqrt(part.size())) : 1);
        }
    }

    /** The server itself said no to the statement as a whole, perhaps because of a single row. */
    private static boolean tookNoEffect(LeaseStoreException why) {
        return why.getCause() instanceof DatabaseException
                && (why.kind() == Kind.REJECTED || why.kind() == Kind.TIMED_OUT);
    }

    private Future<List<StoreAnswer.Acquired>> answered() {
        if (!anyAnswered && failure != null) {
            return Future.failedFuture(failure);
        }
        return Future.succeededFuture(Arrays.asList(answers));
    }
}
