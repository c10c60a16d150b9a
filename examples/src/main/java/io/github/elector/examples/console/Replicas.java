// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.lease.SessionId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The replicas as the page gets them: a row for each session, with what it leads. */
final class Replicas {
    private static final int MOST_LED = 20;

    private final Sessions sessions;
    private final Collection<TermLine> lines;
    private final DatabaseClock clock;

    /** Looks at these each time it is asked. */
    Replicas(Sessions sessions, Collection<TermLine> lines, DatabaseClock clock) {
        this.sessions = sessions;
        this.lines = lines;
        this.clock = clock;
    }

    /** All of them; the one with this session is the one that serves the page. */
    JsonArray toJson(@Nullable String ownSession) {
        Map<String, List<String>> led = led();
        JsonArray rows = new JsonArray();
        sessions.all()
                .forEach(session -> rows.add(row(
                        session,
                        session.session().equals(ownSession),
                        led.getOrDefault(session.session(), List.of()))));
        return rows;
    }

    private JsonObject row(SeenSession session, boolean here, List<String> led) {
        JsonObject row = new JsonObject()
                .put("session", session.session())
                .put("node", session.node())
                .put("here", here)
                .put("standing", sessions.standing(session).text())
                .put("started", clock.here(session.startedMillis()))
                .put("renewed", clock.here(session.renewedMillis()))
                .put("lease", session.leaseMillis())
                .put("renew", session.renewMillis())
                .put("leads", new JsonArray(led.subList(0, Math.min(led.size(), MOST_LED))))
                .put("leadsInAll", led.size());
        return session.closedBy() == null ? row : row.put("closedBy", SessionId.nodeOf(session.closedBy()));
    }

    /** The components that each session leads. */
    private Map<String, List<String>> led() {
        Map<String, List<String>> led = new HashMap<>();
        lines.forEach(line -> line.current()
                .ifPresent(bar -> led.computeIfAbsent(bar.session(), first -> new ArrayList<>())
                        .add(line.component())));
        return led;
    }
}
