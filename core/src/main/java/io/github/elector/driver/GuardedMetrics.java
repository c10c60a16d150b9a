// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.metrics.ElectorMetrics;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.MeasuredComponent;
import io.github.elector.metrics.MeasuredHost;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * The guard around somebody's metrics: what they throw, errors included, reaches no election. It is said once; a meter
 * that is broken is broken at every heartbeat.
 */
final class GuardedMetrics implements HostMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);

    private final MeasuredHost host;
    private final HostMetrics metrics;
    private boolean complained;

    private GuardedMetrics(MeasuredHost host, HostMetrics metrics) {
        this.host = host;
        this.metrics = metrics;
    }

    /** Those of a host that begins; {@link HostMetrics#NONE} if there are none, or they cannot even begin. */
    static HostMetrics of(ElectorMetrics metrics, MeasuredHost host) {
        try {
            HostMetrics begun = metrics.begin(host);
            return begun == null || begun == NONE ? NONE : new GuardedMetrics(host, begun);
        } catch (Throwable thrown) {
            LOG.warn("node '" + host.node() + "': its metrics failed at the start, so it is not measured", thrown);
            return NONE;
        }
    }

    private void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (Throwable thrown) {
            if (!complained) {
                complained = true;
                LOG.warn(
                        "node '" + host.node() + "': its metrics failed; what they miss from now on is not said again",
                        thrown);
            }
        }
    }

    @Override
    public void answered(StoreOperation operation, long nanos) {
        guarded(() -> metrics.answered(operation, nanos));
    }

    @Override
    public void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {
        guarded(() -> metrics.failed(operation, nanos, kind));
    }

    @Override
    public void claimed(StoreAnswer.Acquired answer) {
        guarded(() -> metrics.claimed(answer));
    }

    @Override
    public void joined(MeasuredComponent component) {
        guarded(() -> metrics.joined(component));
    }

    @Override
    public void left(ComponentName component) {
        guarded(() -> metrics.left(component));
    }

    @Override
    public void termBegun(TermId term) {
        guarded(() -> metrics.termBegun(term));
    }

    @Override
    public void termEnded(TermId term, EndReason reason) {
        guarded(() -> metrics.termEnded(term, reason));
    }

    @Override
    public void overran(TermId term) {
        guarded(() -> metrics.overran(term));
    }

    @Override
    public void drained(TermId term, long nanos) {
        guarded(() -> metrics.drained(term, nanos));
    }

    @Override
    public void sessionOver(EndReason reason) {
        guarded(() -> metrics.sessionOver(reason));
    }

    @Override
    public void closed() {
        guarded(() -> metrics.closed());
    }
}
