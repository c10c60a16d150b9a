// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.github.elector.lease.EndReason;
import io.github.elector.metrics.MeasuredComponent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/** The meters of one component on one replica. Any thread. */
final class ComponentMeters {
    private final MeterSet meters;
    private final MeterSet status;
    private final List<MeasuredComponent> joined = new CopyOnWriteArrayList<>();
    private final List<MeasuredComponent> campaigns = new CopyOnWriteArrayList<>();
    private final Counter begun;
    private final Map<EndReason, Counter> ended;
    private final Counter overruns;
    private final Timer drain;

    ComponentMeters(MeterRegistry registry, Tags tags, String component) {
        this.meters = new MeterSet(registry, tags.and("component", component));
        this.status = new MeterSet(registry, tags.and("name", component));
        this.begun = meters.counter("elector.terms.begun", "Terms this replica led");
        this.ended = meters.counters(
                "elector.terms.ended",
                "Terms of this replica that are over",
                "reason",
                EndReason.class,
                EndReason::text);
        this.overruns = meters.counter("elector.overruns", "Terms whose work did not end within the stop budget");
        this.drain = meters.timer("elector.drain", "From the end of a term to the end of its work");
        meters.gauge("elector.term", "The leader's term as last seen; 0 if nobody leads", this::term);
    }

    private long term() {
        return joined.stream()
                .mapToLong(component -> component.term().orElse(0))
                .max()
                .orElse(0);
    }

    /** Who only observes does not stand by, so that nobody is missed where nobody campaigns. */
    void add(MeasuredComponent component, boolean campaigning) {
        joined.add(component);
        if (campaigning) {
            campaigns.add(component);
            if (campaigns.size() == 1) {
                showStatus();
            }
        }
    }

    /** Name and tag of client-go, so that what is built for its electors shows ours. */
    private void showStatus() {
        status.gauge(
                "leader.election.master.status",
                "1 if this replica leads, 0 if it stands by",
                () -> campaigns.stream().filter(MeasuredComponent::leads).count());
    }

    /** Whether that was the last; then none of the meters is there any more. */
    boolean remove(MeasuredComponent component) {
        joined.remove(component);
        if (campaigns.remove(component) && campaigns.isEmpty()) {
            status.remove();
        }
        if (joined.isEmpty()) {
            meters.remove();
        }
        return joined.isEmpty();
    }

    Counter begun() {
        return begun;
    }

    Counter ended(EndReason reason) {
        return Objects.requireNonNull(ended.get(reason), "every reason has one");
    }

    Counter overruns() {
        return overruns;
    }

    Timer drain() {
        return drain;
    }
}
