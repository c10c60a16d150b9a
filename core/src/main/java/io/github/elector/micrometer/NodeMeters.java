// SPDX-License-Identifier: Apache-2.0
package io.github.elector.micrometer;

import io.github.elector.lease.EndReason;
import io.github.elector.metrics.MeasuredComponent;
import io.github.elector.metrics.MeasuredHost;
import io.github.elector.metrics.StoreOperation;
import io.github.elector.store.LeaseStoreException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** The meters of one replica: of its sessions, its store, and what it campaigns for. Any thread. */
final class NodeMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final MeterSet meters;
    private final List<MeasuredHost> hosts = new CopyOnWriteArrayList<>();
    private final Map<String, ComponentMeters> components = new HashMap<>();
    private final Map<StoreOperation, Timer> answered;
    private final Map<StoreOperation, Timer> failed;
    private final Map<LeaseStoreException.Kind, Counter> errors;
    private final Map<ClaimOutcome, Counter> claims;
    private final Map<EndReason, Counter> sessionsOver;

    NodeMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.meters = new MeterSet(registry, tags);
        this.answered = operations("answered");
        this.failed = operations("failed");
        this.errors = meters.counters(
                "elector.store.errors",
                "Statements that failed, or were not answered in time",
                "kind",
                LeaseStoreException.Kind.class,
                NodeMeters::text);
        this.claims = meters.counters(
                "elector.claims", "Leases that were asked for", "outcome", ClaimOutcome.class, ClaimOutcome::toString);
        this.sessionsOver = meters.counters(
                "elector.sessions.over", "Sessions that were lost", "reason", EndReason.class, EndReason::text);
        meters.gauge(
                "elector.store.reachable",
                "1 if the store answered last",
                () -> hosts.stream().allMatch(MeasuredHost::isStoreReachable) ? 1 : 0);
        meters.seconds(
                "elector.session.remaining",
                "How long terms stay valid without another heartbeat",
                () -> shortest(MeasuredHost::sessionRemaining));
        meters.seconds("elector.session.age", "Since the session was opened", () -> shortest(MeasuredHost::sessionAge));
    }

    private Map<StoreOperation, Timer> operations(String outcome) {
        Map<StoreOperation, Timer> timers = new EnumMap<>(StoreOperation.class);
        for (StoreOperation operation : StoreOperation.values()) {
            timers.put(
                    operation,
                    meters.timer(
                            "elector.store.operations",
                            "Statements, from asking to the answer",
                            "operation",
                            operation.text(),
                            "outcome",
                            outcome));
        }
        return timers;
    }

    private static String text(LeaseStoreException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Of several sessions the one that does worst; one that was lost counts, and what observes has none. */
    private double shortest(Function<MeasuredHost, Duration> duration) {
        return hosts.stream()
                .filter(MeasuredHost::campaigns)
                .mapToDouble(host -> duration.apply(host).toNanos() / 1e9)
                .min()
                .orElse(0);
    }

    void add(MeasuredHost host) {
        hosts.add(host);
    }

    /** Whether that was the last; then none of the meters is there any more. */
    boolean remove(MeasuredHost host) {
        hosts.remove(host);
        if (hosts.isEmpty()) {
            meters.remove();
        }
        return hosts.isEmpty();
    }

    synchronized ComponentMeters join(MeasuredComponent component, boolean campaigns) {
        ComponentMeters joined =
                components.computeIfAbsent(component.component(), name -> new ComponentMeters(registry, tags, name));
        joined.add(component, campaigns);
        return joined;
    }

    synchronized void leave(MeasuredComponent component) {
        ComponentMeters left = components.get(component.component());
        if (left != null && left.remove(component)) {
            components.remove(component.component());
        }
    }

    Timer answered(StoreOperation operation) {
        return of(answered, operation);
    }

    Timer failed(StoreOperation operation) {
        return of(failed, operation);
    }

    Counter errors(LeaseStoreException.Kind kind) {
        return of(errors, kind);
    }

    Counter claims(ClaimOutcome outcome) {
        return of(claims, outcome);
    }

    Counter sessionsOver(EndReason reason) {
        return of(sessionsOver, reason);
    }

    private static <K, M> M of(Map<K, M> meters, K word) {
        return Objects.requireNonNull(meters.get(word), "every word has its meter");
    }
}
