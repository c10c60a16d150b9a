// SPDX-License-Identifier: Apache-2.0
package io.github.elector.metrics;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;

/**
 * Is told what one host does. Every method is called on the host's context, after what it tells of was done, and has to
 * return at once: heartbeats wait for it. What it throws is logged the first time, and costs nothing else.
 */
public interface HostMetrics {
    /** Is not interested. */
    HostMetrics NONE = new HostMetrics() {};

    /** The store answered definitely, be it yes or no, so long after it was asked. */
    default void answered(StoreOperation operation, long nanos) {}

    /** The store failed, or its answer did not come within the store timeout: nobody knows what was done. */
    default void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {}

    /** A claim was answered; of a statement that failed none was. */
    default void claimed(StoreAnswer.Acquired answer) {}

    /** The host campaigns for one more component. */
    default void joined(MeasuredComponent component) {}

    /** The host does not campaign for this component any more. */
    default void left(ComponentName component) {}

    /** A term has begun. */
    default void termBegun(TermId term) {}

    /** A term is over; its work is being stopped. */
    default void termEnded(TermId term, EndReason reason) {}

    /** The work of a term that is over did not end within the stop budget. */
    default void overran(TermId term) {}

    /** The work of a term has ended, so long after the term was over. */
    default void drained(TermId term, long nanos) {}

    /** The session is over; its terms end for the same reason. */
    default void sessionOver(EndReason reason) {}

    /** The host is closed, or has failed, and does nothing any more; how its last statement did is told after this. */
    default void closed() {}
}
