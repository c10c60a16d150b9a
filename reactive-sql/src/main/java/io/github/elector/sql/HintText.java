// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.Hint;

/**
 * A hint as it travels: who sends it, and for a release the component, the term and the session, with blanks between
 * them; none of the four can have one. Anybody who may connect can send anything, so what is not understood is a hint
 * to look.
 *
 * @param sender a random number for each store, by which it knows its own
 */
record HintText(String sender, Hint hint) {
    private static final int PARTS = 4;

    static HintText parse(String text) {
        String[] parts = text.split(" ", PARTS + 1);
        return new HintText(parts[0], parts.length == PARTS ? release(parts[1], parts[2], parts[3]) : Hint.LOOK);
    }

    private static Hint release(String component, String term, String session) {
        try {
            return new Hint(new TermId(new ComponentName(component), Long.parseLong(term), new SessionId(session)));
        } catch (IllegalArgumentException notOurs) {
            return Hint.LOOK;
        }
    }

    @Override
    public String toString() {
        TermId released = hint.released();
        return released == null
                ? sender
                : sender + ' ' + released.component() + ' ' + released.number() + ' ' + released.session();
    }
}
