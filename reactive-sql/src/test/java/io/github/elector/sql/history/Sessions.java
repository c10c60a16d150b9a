// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.store.StoreAnswer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rows of all sessions. */
final class Sessions {
    private final Map<SessionId, SessionRow> rows = new LinkedHashMap<>();

    Sessions(History history, Instants instants, List<Violation> violations) {
        history.all(Operation.Open.class)
                .forEach(each -> row(each.session()).opens.add(each));
        history.all(Operation.Heartbeat.class)
                .forEach(each -> row(each.session()).heartbeats.add(each));
        history.all(Operation.Close.class)
                .forEach(each -> row(each.session()).closes.add(each));
        history.all(Operation.Expire.class)
                .forEach(each -> row(each.request().session()).expiries.add(each));
        history.all(Operation.Look.class).forEach(this::collect);
        rows.values().forEach(row -> row.putInOrder(history, instants, violations));
    }

    SessionRow row(SessionId id) {
        return rows.computeIfAbsent(id, SessionRow::new);
    }

    Collection<SessionRow> rows() {
        return rows.values();
    }

    private void collect(Operation.Look look) {
        StoreAnswer.Looked answer = look.answer();
        if (answer == null) {
            return;
        }
        answer.sessions()
                .values()
                .forEach(sight ->
                        row(sight.id()).sights.add(new SessionRow.Sight(look, sight.version(), sight.closed())));
        missing(look, answer).forEach(id -> row(id).sights.add(new SessionRow.Sight(look, null, false)));
    }

    /** Whose row the look would have shown if there had been one. */
    static Set<SessionId> missing(Operation.Look look, StoreAnswer.Looked answer) {
        Set<SessionId> missing = new HashSet<>(look.request().watched());
        answer.leases().values().forEach(sight -> {
            if (sight instanceof LeaseSight.Row row) {
                missing.add(row.lease().term().session());
            }
        });
        answer.sessions().values().stream().map(SessionSight::id).forEach(missing::remove);
        return missing;
    }
}
