// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.Term;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Asks all terms of this process whether they are valid, again and again, on a thread of its own: it is awake as soon as
 * the process is, whatever the event loop does. Tells every now and then of a yes, and at once of the last before a no.
 */
final class ValidityWatch {
    private static final long ASKS_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long TELLS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final String node;
    private final Consumer<Sighting> told;
    private final Map<Term, Sighting> toldLast = new ConcurrentHashMap<>();

    ValidityWatch(String node, Consumer<Sighting> told) {
        this.node = node;
        this.told = told;
    }

    void start() {
        Thread thread = new Thread(this::run, "elector-demo-validity");
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches this term from now on. */
    void watch(Term term) {
        long now = System.nanoTime();
        if (term.isValid()) {
            toldLast.put(term, tell(term, now));
        }
    }

    private void run() {
        Map<Term, Long> yes = new HashMap<>();
        while (true) {
            Iterator<Map.Entry<Term, Sighting>> terms = toldLast.entrySet().iterator();
            while (terms.hasNext()) {
                Map.Entry<Term, Sighting> watched = terms.next();
                Term term = watched.getKey();
                long now = System.nanoTime();
                if (term.isValid()) {
                    yes.put(term, now);
                    if (now - watched.getValue().nanos() >= TELLS_NANOS) {
                        watched.setValue(tell(term, now));
                    }
                } else {
                    Long last = yes.remove(term);
                    if (last != null) {
                        tell(term, last);
                    }
                    terms.remove();
                }
            }
            LockSupport.parkNanos(ASKS_NANOS);
        }
    }

    private Sighting tell(Term term, long nanos) {
        Sighting sighting = new Sighting(node, term.component(), term.number(), nanos);
        told.accept(sighting);
        return sighting;
    }
}
