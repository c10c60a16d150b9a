// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.Claim;
import io.github.elector.store.StoreAnswer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rows of each statement of a {@link Dialect} mean. */
final class Answers {
    private Answers() {}

    static StoreAnswer.Opened opened(RowSet<Row> rows) {
        return new StoreAnswer.Opened(ServerRow.read(first(rows)));
    }

    static StoreAnswer.Looked looked(Map<String, ComponentName> names, RowSet<Row> rows, Dialect dialect) {
        long nowMillis = first(rows).getLong("now_millis");
        SessionIds ids = new SessionIds();
        Map<ComponentName, LeaseSight> leases = new HashMap<>();
        Map<SessionId, SessionSight> sessions = new HashMap<>();
        Map<SessionId, StoreAnswer.Held> held = new HashMap<>();
        for (Row row : rows) {
            ComponentName name = names.get(row.getString("component"));
            if (name != null) {
                leases.put(name, LeaseRow.read(row, name, nowMillis, ids, dialect));
            }
            SessionRow.read(row, nowMillis, ids, sessions);
            String watched = row.getString("watched");
            if (watched != null) {
                held.put(new SessionId(watched), new StoreAnswer.Held(row.getLong("leases"), row.getLong("term_sum")));
            }
        }
        return new StoreAnswer.Looked(ServerRow.read(first(rows)), leases, sessions, held);
    }

    /** What has no row is no longer as it was claimed; what has one without a term was locked. */
    static List<StoreAnswer.Acquired> acquired(SessionId session, List<Claim> claims, RowSet<Row> rows) {
        StoreAnswer.Acquired[] answers = new StoreAnswer.Acquired[claims.size()];
        Arrays.fill(answers, new StoreAnswer.Refused());
        for (Row row : rows) {
            int place = row.getLong("place").intValue() - 1;
            Long term = row.getLong("term");
            answers[place] = term == null
                    ? new StoreAnswer.Busy()
                    : new StoreAnswer.Granted(new TermId(claims.get(place).component(), term, session));
        }
        return List.of(answers);
    }

    /** What has no row is held by somebody else; what is not released was locked. */
    static List<Optional<Boolean>> released(List<TermId> terms, RowSet<Row> rows) {
        List<Optional<Boolean>> answers = new ArrayList<>(Collections.nCopies(terms.size(), Optional.of(false)));
        for (Row row : rows) {
            boolean released = row.getBoolean("released");
            answers.set(row.getLong("place").intValue() - 1, released ? Optional.of(true) : Optional.empty());
        }
        return answers;
    }

    private static Row first(RowSet<Row> rows) {
        return rows.iterator().next();
    }
}
