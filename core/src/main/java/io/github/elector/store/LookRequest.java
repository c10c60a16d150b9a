// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What to look at.
 *
 * @param components which leases; none is allowed and answers with sessions alone. A caller that has very many asks for
 *     at most {@value #MOST_COMPONENTS} at once
 * @param watched sessions to be shown, with count and sum of what they hold, whether or not they hold one of those leases
 */
public record LookRequest(List<ComponentName> components, Set<SessionId> watched) {
    /** What one answer should not exceed: it is read on an event loop, between two heartbeats. */
    public static final int MOST_COMPONENTS = 1_000;

    public LookRequest {
        components = List.copyOf(components);
        // In the order given: that of Set.copyOf is another one in every JVM, and a schedule could not be played again.
        watched = Collections.unmodifiableSet(new LinkedHashSet<>(watched));
    }

    /** Leases and those who hold them. */
    public LookRequest(List<ComponentName> components) {
        this(components, Set.of());
    }
}
