// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What all members told. Any thread; waiting blocks. */
final class SpeedHistory {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Heard> heard = new ArrayList<>();

    synchronized void add(Heard told) {
        heard.add(told);
        notifyAll();
    }

    /** The first term that began since then. */
    Heard awaitElected(long sinceNanos) {
        return await("a term", told -> told.type().equals("elected") && told.nanos() - sinceNanos >= 0);
    }

    /** The first end of a term since then. */
    Heard awaitRevoked(long sinceNanos) {
        return await("the end of a term", told -> told.type().equals("revoked") && told.nanos() - sinceNanos >= 0);
    }

    /** The first list of this term is committed. */
    Heard awaitListed(Heard elected) {
        return await(
                "a list", told -> told.type().equals("listed") && told.term().equals(elected.term()));
    }

    private synchronized Heard await(String what, Predicate<Heard> wanted) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            for (Heard told : heard) {
                if (wanted.test(told)) {
                    return told;
                }
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
            if (millis <= 0) {
                throw new IllegalStateException("waited " + PATIENCE.toSeconds() + " s for " + what + ", in vain");
            }
            try {
                wait(millis);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, interrupted);
            }
        }
    }
}
