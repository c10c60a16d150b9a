// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import org.jspecify.annotations.Nullable;

/**
 * A session as the table has it. Times are of the database's clock.
 *
 * @param session its name
 * @param node the node it is a life of
 * @param leaseMillis how long after its last heartbeat others wait
 * @param renewMillis its interval of heartbeats
 * @param startedMillis when it was opened
 * @param renewedMillis its last heartbeat
 * @param closed whether it is over
 * @param closedBy the session that closed it for its silence, or null
 */
public record SeenSession(
        String session,
        String node,
        long leaseMillis,
        long renewMillis,
        long startedMillis,
        long renewedMillis,
        boolean closed,
        @Nullable String closedBy) {}
