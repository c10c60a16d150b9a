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

    private void complain(Throwable thrown) {
        if (!complained) {
            complained = true;
            LOG.warn(
                    "node '" + host.node() + "': its metrics failed; what they miss from now on is not said again",
                    thrown);
        }
    }

    @Override
    public void answered(StoreOperation operation, long nanos) {
        try {
            metrics.answered(operation, nanos);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {
        try {
            metrics.failed(operation, nanos, kind);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void claimed(StoreAnswer.Acquired answer) {
        try {
            metrics.claimed(answer);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void joined(MeasuredComponent component) {
        try {
            metrics.joined(component);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void left(ComponentName component) {
        try {
            metrics.left(component);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void termBegun(TermId term) {
        try {
            metrics.termBegun(term);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void termEnded(TermId term, EndReason reason) {
        try {
            metrics.termEnded(term, reason);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void overran(TermId term) {
        try {
            metrics.overran(term);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void drained(TermId term, long nanos) {
        try {
            metrics.drained(term, nanos);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void sessionOver(EndReason reason) {
        try {
            metrics.sessionOver(reason);
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }

    @Override
    public void closed() {
        try {
            metrics.closed();
        } catch (Throwable thrown) {
            complain(thrown);
        }
    }
}
