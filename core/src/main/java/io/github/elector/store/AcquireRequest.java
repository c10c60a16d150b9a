// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.SessionId;
import java.util.List;

/**
 * Leases to be taken by one session, all at once but each on its own condition.
 *
 * @param session the taker
 * @param claims one for a component at most
 */
public record AcquireRequest(SessionId session, List<Claim> claims) {
    public AcquireRequest {
        claims = List.copyOf(claims);
    }
}
