// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one process tells the others on {@link Addresses#hint} when it has given a lease back, if its option
 * {@code clustered} is on. Whoever hears it looks sooner, and believes what the database says.
 *
 * @param term what was released
 */
public record ReleaseHint(TermId term) {
    /** Its JSON form. */
    public JsonObject toJson() {
        return new JsonObject()
                .put("component", term.component().value())
                .put("term", Long.toString(term.number()))
                .put("session", term.session().value());
    }

    /**
     * The hint in this body of a message.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static ReleaseHint from(@Nullable Object body) {
        if (!(body instanceof JsonObject json)) {
            throw new IllegalArgumentException("a hint is a JSON object with component, term and session");
        }
        return new ReleaseHint(new TermId(
                new ComponentName(Field.text(json, "component")),
                Field.term(json),
                new SessionId(Field.text(json, "session"))));
    }
}
