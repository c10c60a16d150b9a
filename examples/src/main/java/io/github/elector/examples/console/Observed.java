// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.List;

/**
 * What one look at the tables has shown. Whatever stands in rows is somebody else's: names may be anything of up to 250
 * characters.
 *
 * @param nowMillis the database's clock at the look; 0 if there was no row to tell it
 * @param leases one for each component, those that changed last
 * @param sessions those that are open, and those that were closed a short while ago
 * @param everyLease false if there were more leases than were read
 * @param everySession false if there were more sessions than were read
 */
public record Observed(
        long nowMillis, List<SeenLease> leases, List<SeenSession> sessions, boolean everyLease, boolean everySession) {
    public Observed {
        leases = List.copyOf(leases);
        sessions = List.copyOf(sessions);
    }

    /** Whether all there is was read. */
    boolean complete() {
        return everyLease && everySession;
    }
}
