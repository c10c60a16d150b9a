// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.TermRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.io.Serial;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Answers {@code begin} and {@code end} of a host's terms by deploying and undeploying the work of their components.
 *
 * <p>It lives on the host's context and trusts no message with safety: a lost {@code end} does not keep work alive, since
 * the term itself tells that it has ended; a {@code begin} that comes after its {@code end}, or for a term that is over,
 * is refused; each may be repeated. It vouches only for terms it was asked to begin: if others listen at the address
 * too, each request reaches one of them.
 */
public final class TermDeployer {
    private final Vertx vertx;
    private final Addresses addresses;
    private final StopBudget stop;
    private final Function<TermId, Optional<Term>> live;
    private final Predicate<TermId> undrained;
    private final TermControl control;
    private final Map<ComponentName, TermWork> works = new HashMap<>();
    private final Map<TermId, TermRun> runs = new ConcurrentHashMap<>();
    /** The latest term of each component that this was asked to begin, whatever came of it. */
    private final Map<ComponentName, TermId> asked = new ConcurrentHashMap<>();

    private final Map<SessionId, MessageConsumer<JsonObject>> consumers = new HashMap<>();

    /**
     * A deployer that answers for nothing yet.
     *
     * @param live the term with this id, or empty if it is over or was never announced
     * @param undrained whether the term with this id was announced, and nobody has said yet that its work has ended
     */
    public TermDeployer(
            Vertx vertx,
            Addresses addresses,
            StopBudget stop,
            Function<TermId, Optional<Term>> live,
            Predicate<TermId> undrained,
            TermControl control) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.stop = stop;
        this.live = live;
        this.undrained = undrained;
        this.control = control;
    }

    /** Answers for this component from now on. */
    public void add(ComponentName component, TermWork work) {
        works.put(component, work);
    }

    /** Begins nothing for this component any more; what runs can still be ended. */
    public void remove(ComponentName component) {
        works.remove(component);
        asked.remove(component);
    }

    /** Answers for the terms of this session. */
    public void listen(SessionId session) {
        MessageConsumer<JsonObject> consumer = vertx.eventBus().localConsumer(addresses.term(session));
        consumers.put(session, consumer.handler(this::answer));
    }

    /** The work of this term did not end within the stop budget. */
    public void overrun(TermId id) {
        TermRun run = runs.get(id);
        if (run != null) {
            run.stopAnyway();
        }
    }

    /** Whether work of this term may run still; of work that somebody else began, nobody knows, so it may. Any thread. */
    public boolean stillRuns(TermId id) {
        TermRun run = runs.get(id);
        return run == null ? !wasAsked(id) : run.stillRuns();
    }

    /** Does not answer for this session any more. */
    public void ignore(SessionId session) {
        MessageConsumer<JsonObject> consumer = consumers.remove(session);
        if (consumer != null) {
            consumer.unregister();
        }
    }

    private void answer(Message<?> message) {
        if (!(message.body() instanceof JsonObject body)) {
            message.fail(TermRequest.NO_REQUEST, "a term request is a JSON object");
            return;
        }
        TermRequest request;
        try {
            request = TermRequest.from(body);
        } catch (IllegalArgumentException notOne) {
            message.fail(TermRequest.NO_REQUEST, notOne.getMessage());
            return;
        }
        boolean begins = request.action() == TermRequest.Action.BEGIN;
        (begins ? begin(request.term()) : end(request.term()))
                .onComplete(
                        done -> message.reply(begins ? TermRequest.deployed() : TermRequest.drained()),
                        failure -> message.fail(code(failure), String.valueOf(failure.getMessage())));
    }

    private static int code(Throwable failure) {
        return failure instanceof NotBegunException ? TermRequest.NOT_BEGUN : TermRequest.FAILED;
    }

    private Future<Void> begin(TermId id) {
        TermRun running = runs.get(id);
        if (running != null) {
            return running.deployed();
        }
        // A request for any other may be late, or nobody's: it must not take the place of the one that has to be ended.
        if (undrained.test(id)) {
            asked.put(id.component(), id);
        }
        Term term = live.apply(id).orElse(null);
        TermWork work = works.get(id.component());
        if (term == null || work == null) {
            return Future.failedFuture("component '" + id.component() + "': term " + id.number()
                    + (term == null ? " is over or unknown" : " has no work here"));
        }
        TermRun run = new TermRun(vertx, term, work, stop, control);
        runs.put(id, run);
        term.ended().onSuccess(reason -> end(id));
        return run.begin();
    }

    private Future<Void> end(TermId id) {
        TermRun run = runs.get(id);
        if (run != null) {
            return run.end().onSuccess(drained -> runs.remove(id));
        }
        // Nothing runs here, and nothing will: a begin that comes later finds the term over. But if it was somebody
        // else who was asked to begin it, only he can tell whether it still runs.
        return wasAsked(id)
                ? Future.succeededFuture()
                : Future.failedFuture(new NotBegunException(
                        "component '" + id.component() + "': nobody asked here to begin term " + id.number()));
    }

    private boolean wasAsked(TermId id) {
        TermId latest = asked.get(id.component());
        return latest != null && latest.session().equals(id.session()) && latest.number() >= id.number();
    }

    /** Whoever was asked to begin the term, it was not this deployer. */
    private static final class NotBegunException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        NotBegunException(String message) {
            super(message);
        }
    }
}
