// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.Shown;
import io.github.elector.lease.TermId;
import io.vertx.core.json.JsonObject;

/**
 * A local request on {@link Addresses#term}: begin or end the work of a term.
 *
 * <p>{@code begin} is answered by {@code {"deployed":true}} once the work runs, or fails. {@code end} is answered by
 * {@code {"drained":true}} once nothing of it runs any more; only that answer permits the release of the lease. Both may
 * be repeated and mean the same; an {@code end} that comes first cancels its {@code begin}. Who was not asked to begin a
 * term must not answer for its end, but fail with {@link #NOT_BEGUN}: requests reach one of those who listen, in turns.
 *
 * @param action what is asked
 * @param term of which term
 * @param reason of end why, empty for begin
 * @param millis of begin how long the term is valid unless a heartbeat extends it; of end the stop budget
 */
public record TermRequest(Action action, TermId term, String reason, long millis) {
    /** What can be asked. */
    public enum Action {
        BEGIN,
        END
    }

    /** The failure code of an answer to what is no request. */
    public static final int NO_REQUEST = 400;
    /** The failure code of an answer to an end: whoever was asked to begin this term, it was somebody else. */
    public static final int NOT_BEGUN = 404;
    /** The failure code of an answer to a begin whose work does not run. */
    public static final int FAILED = 500;

    /** The answer to begin: the work runs. */
    public static JsonObject deployed() {
        return new JsonObject().put("deployed", true);
    }

    /** The answer to end: nothing runs any more. */
    public static JsonObject drained() {
        return new JsonObject().put("drained", true);
    }

    /** Its JSON form. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("action", action == Action.BEGIN ? "begin" : "end")
                .put("component", term.component().value())
                .put("term", Long.toString(term.number()))
                .put("session", term.session().value());
        return action == Action.BEGIN
                ? json.put("validForMillis", millis)
                : json.put("reason", reason).put("budgetMillis", millis);
    }

    /**
     * The request in this JSON.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TermRequest from(JsonObject json) {
        String action = Field.text(json, "action");
        boolean begins = action.equals("begin");
        if (!begins && !action.equals("end")) {
            throw new IllegalArgumentException("action '" + Shown.text(action) + "' is neither begin nor end");
        }
        TermId term = new TermId(
                new ComponentName(Field.text(json, "component")),
                Field.term(json),
                new SessionId(Field.text(json, "session")));
        return begins
                ? new TermRequest(Action.BEGIN, term, "", Field.number(json, "validForMillis"))
                : new TermRequest(Action.END, term, Field.text(json, "reason"), Field.number(json, "budgetMillis"));
    }
}
