// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.HashMap;
import java.util.Map;

/**
 * The statements of a dialect as they read on the tables of its store. Each is rewritten when it is first needed, since
 * that takes more than the rest of a heartbeat. They are constants of the dialect, so what is kept is bounded.
 *
 * <p>On the context of the store alone.
 */
final class Statements {
    private final Tables tables;
    private final Map<String, String> rewritten = new HashMap<>();

    Statements(Tables tables) {
        this.tables = tables;
    }

    /** The statement, written with the default names. */
    String named(String statement) {
        String known = rewritten.get(statement);
        if (known != null) {
            return known;
        }
        String made = tables.in(statement);
        rewritten.put(statement, made);
        return made;
    }
}
