// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.TermId;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LeaseStoreException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.DatabaseException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Gives leases back: one at once, and those that come while it is under way together, once it is answered. So the end of
 * one term waits for nothing, and the end of ten thousand takes ten statements. A row that is locked costs only itself;
 * if the server refuses a statement for several, each is given back alone. On the context of the store.
 */
final class Releases {
    private static final int TOGETHER = 1_000;

    private final Dialect dialect;
    private final DedicatedConnection connection;
    private final Hints hints;
    private final Consumer<Runnable> later;
    private final Queue<Waiting> alone = new ArrayDeque<>();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean underWay;

    private record Waiting(TermId term, Promise<Boolean> answer) {}

    /** {@code later} runs something on the context of the store in a turn of its own. */
    Releases(Dialect dialect, DedicatedConnection connection, Hints hints, Consumer<Runnable> later) {
        this.dialect = dialect;
        this.connection = connection;
        this.hints = hints;
        this.later = later;
    }

    /** True if the row shows this very term as released, false if it names another. */
    Future<Boolean> release(TermId term) {
        Waiting asked = new Waiting(term, Promise.promise());
        waiting.add(asked);
        if (!underWay) {
            sendNext();
        }
        return asked.answer().future();
    }

    private void sendNext() {
        List<Waiting> some = next();
        underWay = !some.isEmpty();
        if (underWay) {
            Future<?> sent = some.size() == 1 ? send(some.get(0)) : send(some);
            sent.onComplete(done -> later.accept(this::sendNext));
        }
    }

    private List<Waiting> next() {
        Waiting first = alone.poll();
        if (first != null) {
            return List.of(first);
        }
        List<Waiting> next = new ArrayList<>();
        while (next.size() < TOGETHER && !waiting.isEmpty()) {
            next.add(waiting.remove());
        }
        return next;
    }

    private Future<?> send(Waiting asked) {
        TermId term = asked.term();
        Future<Boolean> answer = connection
                .use("release of " + term, on -> dialect.release(on, term))
                .map(rows -> rows.size() > 0);
        hints.announceAfter(connection, new Hint(term));
        return answer.onComplete(asked.answer());
    }

    private Future<?> send(List<Waiting> asked) {
        List<TermId> terms = asked.stream().map(Waiting::term).toList();
        Future<List<Optional<Boolean>>> answers = connection
                .use("release of " + terms.size() + " terms", on -> dialect.release(on, terms))
                .map(rows -> Answers.released(terms, rows));
        hints.announceAfter(connection, Hint.LOOK);
        return answers.onComplete(
                each -> {
                    for (int i = 0; i < terms.size(); i++) {
                        answer(asked.get(i), each.get(i));
                    }
                },
                failure -> {
                    if (failure.getCause() instanceof DatabaseException) {
                        alone.addAll(asked);
                    } else {
                        asked.forEach(each -> each.answer().fail(failure));
                    }
                });
    }

    private static void answer(Waiting asked, Optional<Boolean> released) {
        if (released.isPresent()) {
            asked.answer().complete(released.get());
        } else {
            asked.answer()
                    .fail(new LeaseStoreException(
                            Kind.TIMED_OUT,
                            "release of " + asked.term() + ": the row is locked, by a fenced transaction perhaps; it is"
                                    + " tried again"));
        }
    }
}
