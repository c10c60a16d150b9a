// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.Lease;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.sqlclient.Row;
import org.jspecify.annotations.Nullable;

/** Reads lease rows, which anybody may have written: a value no elector writes makes a complaint, never a failure. */
final class LeaseRow {
    private static final int SHOWN_LENGTH = 40;

    private LeaseRow() {}

    static LeaseSight read(Row row, ComponentName component, long nowMillis, SessionIds ids, Dialect dialect) {
        if (!row.getBoolean("has_lease")) {
            return new LeaseSight.NoRow();
        }
        String holder = row.getString("holder");
        SessionId session = holder == null ? null : ids.of(holder);
        Long term = row.getLong("term");
        Boolean released = row.getBoolean("released");
        String generation = row.getString("lease_generation");
        String complaint = complaint(holder, session, term, released, generation, nowMillis);
        if (complaint != null || session == null || term == null || released == null || generation == null) {
            return new LeaseSight.Poisoned("component '" + component + "' is led by nobody until its row is repaired: "
                    + complaint + "; stop its replicas, then run: " + dialect.repairLease(component.value()));
        }
        TermId id = new TermId(component, term, session);
        return new LeaseSight.Row(new Lease(id, released, new Generation(generation)));
    }

    /** Without the clock's time: the complaint of a row stays the same for as long as the row does. */
    private static @Nullable String complaint(
            @Nullable String holder,
            @Nullable SessionId session,
            @Nullable Long term,
            @Nullable Boolean released,
            @Nullable String generation,
            long nowMillis) {
        if (session == null) {
            return "column holder is " + shown(holder) + " but must be a session id, 1 to 200 printable characters";
        }
        if (term == null || term < 0) {
            return "column term is " + term + " but must be a number of 0 or more";
        }
        if (term > nowMillis + Dialect.ABSURD_MILLIS) {
            return "column term is " + term + " but must not be more than ten years ahead of the database's clock";
        }
        if (released == null) {
            return "column released is null but must be true or false";
        }
        if (generation == null || generation.isEmpty()) {
            return "column generation is " + shown(generation)
                    + " but must say under which start of the server it was written";
        }
        return null;
    }

    private static String shown(@Nullable String value) {
        if (value == null) {
            return "null";
        }
        String cut = value.length() > SHOWN_LENGTH ? value.substring(0, SHOWN_LENGTH) + "…" : value;
        return "'" + cut.replaceAll("[^\\x20-\\x7e…]", "?") + "'";
    }
}
