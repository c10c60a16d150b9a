// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.SessionId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The session ids of one answer, each made and checked once: a thousand leases of one leader name the same session. */
final class SessionIds {
    private final Map<String, SessionId> made = new HashMap<>();

    /** Null for what is no session id; rows may hold anything. */
    @Nullable
    SessionId of(String text) {
        SessionId known = made.get(text);
        if (known != null) {
            return known;
        }
        try {
            SessionId id = new SessionId(text);
            made.put(text, id);
            return id;
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
