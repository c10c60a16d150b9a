// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import io.github.elector.lease.SessionId;
import io.github.elector.store.MemoryTables;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What stands in the shipped tables, read behind their back: they have no method that would tell all of it. */
final class Rows {
    private static final Field SESSIONS = Fields.of(MemoryTables.class, "sessions");
    private static final Class<?> ROW = Fields.nested(MemoryTables.class, "SessionRow");
    private static final Field VERSION = Fields.of(ROW, "version");
    private static final Field CLOSED = Fields.of(ROW, "closed");
    private static final Field RENEWED_AT = Fields.of(ROW, "renewedAtMillis");

    private Rows() {}

    /** One row. */
    static final class Row {
        private final Object row;

        Row(Object row) {
            this.row = row;
        }

        long version() {
            return Fields.getLong(VERSION, row);
        }

        boolean isClosed() {
            return Fields.getBoolean(CLOSED, row);
        }

        long renewedAtMillis() {
            return Fields.getLong(RENEWED_AT, row);
        }
    }

    static void each(MemoryTables tables, BiConsumer<SessionId, Row> visitor) {
        ((Map<?, ?>) Fields.get(SESSIONS, tables))
                .forEach((session, row) -> visitor.accept((SessionId) session, new Row(row)));
    }

    /** The version of a session's row, or -1 without one. */
    static long version(MemoryTables tables, SessionId session) {
        @Nullable Object row = ((Map<?, ?>) Fields.get(SESSIONS, tables)).get(session);
        return row == null ? -1 : Fields.getLong(VERSION, row);
    }
}
