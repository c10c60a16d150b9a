// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
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
        JsonArray rows = new JsonArray();
        sessions.all()
                .forEach(session -> rows.add(row(session, session.session().equals(ownSession))));
        return rows;
    }

    private JsonObject row(SeenSession session, boolean here) {
        List<String> led = led(session);
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
        return session.closedBy() == null ? row : row.put("closedBy", Sessions.nodeOf(session.closedBy()));
    }

    private List<String> led(SeenSession session) {
        return lines.stream()
                .filter(line -> line.current()
                        .filter(bar -> bar.session().equals(session.session()))
                        .isPresent())
                .map(TermLine::component)
                .toList();
    }
}
