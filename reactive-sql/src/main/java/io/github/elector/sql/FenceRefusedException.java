// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import io.github.elector.TermOverException;
import io.github.elector.lease.TermId;
import java.io.Serial;

/**
 * The database says that a term is over; nothing was written. Whoever gets it stops: another replica may lead already. The
 * term itself may answer valid until its elector's next heartbeat says the same, or its time is up.
 */
public final class FenceRefusedException extends TermOverException {
    @Serial
    private static final long serialVersionUID = 1;

    /** This term was refused. */
    FenceRefusedException(TermId term) {
        super(
                "component '" + term.component() + "': the fence refused a write of term " + term.number() + " of "
                        + term.session() + ", because the term was taken over, released, or its session closed; nothing"
                        + " was written: stop this work, the next term starts it anew",
                term);
    }
}
