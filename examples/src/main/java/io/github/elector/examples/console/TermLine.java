// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last terms of one component, oldest first; what is older than an hour, or than the last sixty, is forgotten. */
final class TermLine {
    private static final int LENGTH = 60;
    private static final long KEPT_MILLIS = 3_600_000;

    private final String component;
    private final Runnable changed;
    private final Deque<TermBar> bars = new ArrayDeque<>();
    private long termHere = -1;

    /** Without a term. What it shows is new whenever {@code changed} is told. */
    TermLine(String component, Runnable changed) {
        this.component = component;
        this.changed = changed;
    }

    String component() {
        return component;
    }

    Optional<TermBar> last() {
        return Optional.ofNullable(bars.peekLast());
    }

    /** The term in hand, if there is one. */
    Optional<TermBar> current() {
        return last().filter(TermBar::goesOn);
    }

    /** When its leader changed last; long ago if nobody has led yet. */
    long changedMillis() {
        return last().map(TermBar::fromMillis).orElse(Long.MIN_VALUE);
    }

    /** This replica says that this term is its own. */
    void ledHere(long term) {
        termHere = term;
    }

    /** Whether this replica is in its term, as it says itself. */
    boolean isLedHere() {
        return current().filter(bar -> bar.term() == termHere).isPresent();
    }

    /** Whether a term with this number would be a new one. */
    boolean isNew(long term) {
        TermBar last = bars.peekLast();
        return last == null || last.term() < term;
    }

    /** A new term; the one before must have been ended if it was going on. */
    void begin(TermBar begun) {
        bars.addLast(begun);
        while (bars.size() > LENGTH) {
            bars.removeFirst();
        }
        changed.run();
    }

    /** The exact beginning of the latest term, if it is this one. */
    void began(long term, long exactlyMillis) {
        last().filter(bar -> bar.term() == term).ifPresent(bar -> replaceLast(bar.since(exactlyMillis)));
    }

    /** The end of the latest term, if it is this one and goes on. */
    void end(long term, long atMillis, @Nullable Long heardMillis, String reason) {
        if (current().filter(bar -> bar.term() == term).isPresent()) {
            ended(term, atMillis, heardMillis, reason);
        }
    }

    /** The exact end of the latest term, if it is this one; also if something less exact was known. */
    void ended(long term, long exactlyMillis, @Nullable Long heardMillis, String reason) {
        last().filter(bar -> bar.term() == term)
                .ifPresent(bar -> replaceLast(bar.ended(exactlyMillis, heardMillis, reason)));
    }

    /** Forgets what was over long before; the latest term stays. */
    void forget(long nowMillis) {
        Iterator<TermBar> oldest = bars.iterator();
        for (int left = bars.size(); left > 1; left--) {
            Long end = oldest.next().endMillis();
            if (end == null || nowMillis - end < KEPT_MILLIS) {
                return;
            }
            oldest.remove();
            changed.run();
        }
    }

    JsonObject toJson() {
        JsonArray terms = new JsonArray();
        bars.forEach(bar -> terms.add(bar.toJson()));
        return new JsonObject().put("component", component).put("terms", terms);
    }

    private void replaceLast(TermBar by) {
        if (!by.equals(bars.removeLast())) {
            changed.run();
        }
        bars.addLast(by);
    }
}
