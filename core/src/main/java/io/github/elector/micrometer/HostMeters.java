// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.TermId;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.metrics.MeasuredComponent;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What one host tells, into the meters of its node. On the host's context only. */
final class HostMeters implements HostMetrics {
    private final NodeMeters node;
    private final boolean campaigns;
    private final Runnable end;
    private final Map<String, Joined> joined = new HashMap<>();

    /** A component the host campaigns for or observes, and the meters it has. */
    private record Joined(MeasuredComponent component, ComponentMeters meters) {}

    HostMeters(NodeMeters node, boolean campaigns, Runnable end) {
        this.node = node;
        this.campaigns = campaigns;
        this.end = end;
    }

    @Override
    public void answered(StoreOperation operation, long nanos) {
        node.answered(operation).record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failed(StoreOperation operation, long nanos, LeaseStoreException.Kind kind) {
        node.failed(operation).record(nanos, TimeUnit.NANOSECONDS);
        node.errors(kind).increment();
    }

    @Override
    public void claimed(StoreAnswer.Acquired answer) {
        node.claims(ClaimOutcome.of(answer)).increment();
    }

    @Override
    public void joined(MeasuredComponent component) {
        joined.put(component.component(), new Joined(component, node.join(component, campaigns)));
    }

    @Override
    public void left(ComponentName component) {
        Joined gone = joined.remove(component.value());
        if (gone != null) {
            node.leave(gone.component());
        }
    }

    @Override
    public void termBegun(TermId term) {
        Joined of = joined.get(term.component().value());
        if (of != null) {
            of.meters().begun().increment();
        }
    }

    @Override
    public void termEnded(TermId term, EndReason reason) {
        Joined of = joined.get(term.component().value());
        if (of != null) {
            of.meters().ended(reason).increment();
        }
    }

    @Override
    public void overran(TermId term) {
        Joined of = joined.get(term.component().value());
        if (of != null) {
            of.meters().overruns().increment();
        }
    }

    @Override
    public void drained(TermId term, long nanos) {
        Joined of = joined.get(term.component().value());
        if (of != null) {
            of.meters().drain().record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void sessionOver(EndReason reason) {
        node.sessionsOver(reason).increment();
    }

    @Override
    public void closed() {
        List<Joined> left = new ArrayList<>(joined.values());
        joined.clear();
        left.forEach(gone -> node.leave(gone.component()));
        end.run();
    }
}
