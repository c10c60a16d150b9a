// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer;
import io.github.elector.store.StoreAnswer.Holdings;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeat of one session, to be sent again and again. What a session holds is kept from one answer to the next,
 * as hardly any heartbeat finds it changed: names are then compared and not checked, and nothing is made of them.
 */
final class SessionHeartbeat implements Inquiry<RowSet<Row>, StoreAnswer.Heartbeat> {
    private final Dialect dialect;
    private final SessionId session;
    private Holdings last = new Holdings(0, 0, List.of());

    SessionHeartbeat(Dialect dialect, SessionId session) {
        this.dialect = dialect;
        this.session = session;
    }

    @Override
    public String what() {
        return "heartbeat of session '" + session + "'";
    }

    @Override
    public Future<RowSet<Row>> send(SqlConnection on) {
        return dialect.heartbeat(on, session);
    }

    @Override
    public StoreAnswer.Heartbeat read(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        if (first.getLong("beaten_version") == null) {
            return new StoreAnswer.Gone(first.getString("closed_by"));
        }
        long count = first.getLong("leases");
        if (count > Holdings.LISTED) {
            long sum = first.getLong("term_sum");
            if (count != last.count() || sum != last.termSum()) {
                last = new Holdings(count, sum, List.of());
            }
        } else if (!lists(rows, last.terms())) {
            last = listed(rows);
        }
        return new StoreAnswer.Beat(ServerRow.read(first), last);
    }

    private static boolean lists(RowSet<Row> rows, List<TermId> terms) {
        if (rows.size() != terms.size()) {
            return false;
        }
        int place = 0;
        for (Row row : rows) {
            TermId term = terms.get(place++);
            if (!term.component().value().equals(row.getString("component")) || term.number() != row.getLong("term")) {
                return false;
            }
        }
        return true;
    }

    /** A row whose component no elector can have is nobody's; it must not cost the session its heartbeat. */
    private Holdings listed(RowSet<Row> rows) {
        TermId[] listed = new TermId[rows.size()];
        int count = 0;
        long sum = 0;
        for (Row row : rows) {
            ComponentName component = name(row.getString("component"));
            if (component != null) {
                TermId term = new TermId(component, row.getLong("term"), session);
                listed[count++] = term;
                sum += term.number();
            }
        }
        return new Holdings(count, sum, List.of(count == listed.length ? listed : Arrays.copyOf(listed, count)));
    }

    private static @Nullable ComponentName name(@Nullable String component) {
        try {
            return component == null ? null : new ComponentName(component);
        } catch (IllegalArgumentException notOurs) {
            return null;
        }
    }
}
