// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cluster.ReplicaEvent;
import io.github.elector.examples.cluster.TermSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One term as it was seen from outside, by {@link System#nanoTime()}.
 *
 * @param span from when until when it was valid. Who was killed said no end: there it ends with the last yes that a
 *     question to it got, which is a little early and never late
 * @param cause why it ended: the reason of its revoked, or {@value #KILLED}
 * @param lastYesNanos when a question to it got a yes for the last time
 */
record LedTerm(TermSpan span, String cause, long lastYesNanos) {
    /** Nobody was there any more to give a reason. */
    static final String KILLED = "killed";

    /** All terms that these events tell of, in the order of their beginnings. */
    static List<LedTerm> all(List<ReplicaEvent> events, Sightings sightings) {
        List<LedTerm> terms = new ArrayList<>();
        Map<String, ReplicaEvent> open = new HashMap<>();
        for (ReplicaEvent event : events) {
            String who = event.node() + " " + event.component();
            if (event.is("elected")) {
                open.put(who, event);
            } else if (event.is("revoked")) {
                ReplicaEvent elected = open.remove(who);
                if (elected != null) {
                    terms.add(said(elected, event, sightings));
                }
            } else if (event.is(ReplicaEvent.DIED)) {
                open.values().stream()
                        .filter(elected -> elected.node().equals(event.node()))
                        .forEach(elected -> terms.add(unsaid(elected, sightings)));
                open.values().removeIf(elected -> elected.node().equals(event.node()));
            }
        }
        open.values().forEach(elected -> terms.add(unsaid(elected, sightings)));
        terms.sort(Comparator.comparingLong(term -> term.span().startNanos()));
        return terms;
    }

    /** Whether a question got a yes before it began, or after it had ended by its own word. */
    boolean wasValidOutside() {
        return lastYesNanos - span.endNanos() > 0 || lastYesNanos - span.startNanos() < 0;
    }

    private static LedTerm said(ReplicaEvent elected, ReplicaEvent revoked, Sightings sightings) {
        Long validUntil = revoked.validUntilNanos();
        long end = validUntil == null || revoked.nanos() - validUntil < 0 ? revoked.nanos() : validUntil;
        return of(elected, end, String.valueOf(revoked.reason()), sightings.lastYes(elected));
    }

    private static LedTerm unsaid(ReplicaEvent elected, Sightings sightings) {
        long last = sightings.lastYes(elected);
        return of(elected, last, KILLED, last);
    }

    private static LedTerm of(ReplicaEvent elected, long endNanos, String cause, long lastYesNanos) {
        TermSpan span = new TermSpan(
                elected.component(),
                elected.node(),
                String.valueOf(elected.holder()),
                elected.termNumber(),
                elected.nanos(),
                endNanos);
        return new LedTerm(span, cause, lastYesNanos);
    }
}
