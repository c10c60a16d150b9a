// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Everything that happened to all replicas, as it became known; any thread. */
public final class History {
    private final List<ReplicaEvent> events = new ArrayList<>();

    /** Adds what happened; wakes whoever waits for it. */
    public synchronized void add(ReplicaEvent event) {
        events.add(event);
        notifyAll();
    }

    /** Forgets what happened; who led then is known no more. */
    public synchronized void clear() {
        events.clear();
    }

    /** All that was added, in that order. */
    public synchronized List<ReplicaEvent> events() {
        return List.copyOf(events);
    }

    /**
     * Waits until something is true of this history.
     *
     * @return whether it became true in time
     */
    public synchronized boolean await(Duration patience, Predicate<History> condition) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.test(this)) {
                long millis = (until - System.nanoTime()) / 1_000_000 + 1;
                if (millis <= 0) {
                    return false;
                }
                wait(millis);
            }
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** How many events of this kind there were. */
    public synchronized long count(String event) {
        return events.stream().filter(each -> each.is(event)).count();
    }

    /** Whether this replica said this at or after this time. */
    public boolean hasSince(long fromNanos, String node, String event) {
        return first(fromNanos, said -> said.node().equals(node) && said.is(event))
                .isPresent();
    }

    /** The first event that is so, at or after this time. */
    public synchronized Optional<ReplicaEvent> first(long fromNanos, Predicate<ReplicaEvent> which) {
        return events.stream()
                .filter(event -> event.nanos() - fromNanos >= 0)
                .filter(which)
                .min(Comparator.comparingLong(ReplicaEvent::nanos));
    }

    /** The latest elected of a component that was not revoked, by a replica that did not die since. */
    public synchronized Optional<ReplicaEvent> leader(String component) {
        Map<String, ReplicaEvent> leading = new HashMap<>();
        for (ReplicaEvent event : events) {
            if (event.is("elected") && event.component().equals(component)) {
                leading.put(event.node(), event);
            } else if (event.is(ReplicaEvent.DIED)
                    || (event.is("revoked") && event.component().equals(component))) {
                leading.remove(event.node());
            }
        }
        return leading.values().stream().max(Comparator.comparingLong(ReplicaEvent::termNumber));
    }

    /** Whether this replica can use the database, and its last word about this component names who leads it now. */
    public synchronized boolean takesPart(String node, String component) {
        String named = null;
        for (ReplicaEvent event : events) {
            if (!event.node().equals(node)) {
                continue;
            }
            boolean isAbout = event.component().equals(component);
            if (event.is(ReplicaEvent.DIED) || (isAbout && event.is("revoked"))) {
                named = null;
            } else if (isAbout && (event.is("elected") || event.is("leader-changed"))) {
                named = event.holder();
            }
        }
        String holder = leader(component).map(ReplicaEvent::holder).orElse(null);
        return canUseDatabase(node) && named != null && named.equals(holder);
    }

    /** Whether this replica said nothing else since it last could. */
    synchronized boolean canUseDatabase(String node) {
        boolean can = true;
        for (ReplicaEvent event : events) {
            if (event.node().equals(node)) {
                boolean begins = event.is("store-recovered") || event.is(ReplicaEvent.DIED);
                can = begins || (can && !event.is("store-unreachable"));
            }
        }
        return can;
    }

    /** All terms in the order of their beginnings. One that has not ended yet ends now. */
    public synchronized List<TermSpan> spans() {
        List<TermSpan> spans = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            ReplicaEvent event = events.get(i);
            if (event.is("elected")) {
                spans.add(new TermSpan(
                        event.component(),
                        event.node(),
                        String.valueOf(event.holder()),
                        event.termNumber(),
                        event.nanos(),
                        endOf(event, events.subList(i + 1, events.size()))));
            }
        }
        spans.sort(Comparator.comparingLong(TermSpan::startNanos));
        return spans;
    }

    private static long endOf(ReplicaEvent elected, List<ReplicaEvent> later) {
        for (ReplicaEvent event : later) {
            boolean sameNode = event.node().equals(elected.node());
            if (sameNode && event.is(ReplicaEvent.DIED)) {
                return event.nanos();
            }
            if (sameNode
                    && event.is("revoked")
                    && event.component().equals(elected.component())
                    && event.termNumber() == elected.termNumber()) {
                Long validUntil = event.validUntilNanos();
                return validUntil == null || event.nanos() - validUntil < 0 ? event.nanos() : validUntil;
            }
        }
        return System.nanoTime();
    }
}
