// SPDX-License-Identifier: Apache-2.0
package io.github.elector;

import io.github.elector.lease.TermId;
import io.vertx.core.Future;

/**
 * Something that must be done between winning a lease and leading: raising a fence in another database is one.
 *
 * <p>The term is in hand and not valid yet. If the gate fails, the lease is given back and this candidate stays out for a
 * while; if it fails with {@link FenceAheadException}, a term above the fence is acquired at once.
 */
@FunctionalInterface
public interface Gate {
    /**
     * Opens the gate for this term; called on the elector's context, again for each term. It has one lease to answer, so
     * that one which hangs costs no more than a leader that died; several gates are opened side by side. The term is
     * announced only if its session has still one heartbeat interval left then.
     *
     * @return completes, on any thread, when the gate is open
     */
    Future<?> open(TermId term);
}
