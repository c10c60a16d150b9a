// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions as the last look has shown them, in its order; times are of the database's clock. */
final class Sessions {
    private Map<String, SeenSession> latest = Map.of();
    private Map<String, Standing> standings = Map.of();
    private boolean looked;

    /**
     * What a look has shown.
     *
     * @param changed is told of each session that is new or stands otherwise than before, unless this is the first look,
     *     to which everything is new
     */
    void seen(Observed look, Consumer<Change> changed) {
        Map<String, SeenSession> sessions = new LinkedHashMap<>();
        Map<String, Standing> now = new LinkedHashMap<>();
        for (SeenSession session : look.sessions()) {
            Standing standing = Standing.of(session, look.nowMillis());
            sessions.put(session.session(), session);
            now.put(session.session(), standing);
            Standing before = standings.get(session.session());
            if (looked && standing != before) {
                changed.accept(new Change(session, before, standing));
            }
        }
        latest = sessions;
        standings = now;
        looked = true;
    }

    Collection<SeenSession> all() {
        return latest.values();
    }

    Standing standing(SeenSession session) {
        return standings.getOrDefault(session.session(), Standing.CLOSED);
    }

    @Nullable
    SeenSession find(String session) {
        return latest.get(session);
    }

    /** A session that stands otherwise than before; before is null if it is new. */
    record Change(SeenSession session, @Nullable Standing before, Standing now) {}
}
