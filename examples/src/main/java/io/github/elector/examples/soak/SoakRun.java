// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Ends terms in every way there is, one after the other, and takes a sample every so often. */
final class SoakRun {
    private static final List<SoakWork.Trouble> TROUBLES =
            List.of(SoakWork.Trouble.FAILS, SoakWork.Trouble.GIVES_UP, SoakWork.Trouble.HANGS);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int WARM_UP_SHARE = 20;
    private static final long SHORTEST_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int SAMPLES = 200;
    private static final long MOST_BETWEEN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final List<SoakMember> members;
    private final List<String> components;
    private final AtomicReference<SoakWork.Trouble> trouble;
    private final AtomicLong terms;
    private final SoakGauges gauges;
    private final Random random = new Random();

    SoakRun(
            List<SoakMember> members,
            List<String> components,
            AtomicReference<SoakWork.Trouble> trouble,
            AtomicLong terms,
            SoakGauges gauges) {
        this.members = members;
        this.components = components;
        this.trouble = trouble;
        this.terms = terms;
        this.gauges = gauges;
    }

    /** Runs for this long, after a while to warm up that is not measured; {@code told} hears of each sample. */
    List<SoakSample> run(Duration length, Consumer<SoakSample> told) {
        members.forEach(member -> components.forEach(member::elect));
        actUntil(System.nanoTime() + Math.max(SHORTEST_WARM_UP_NANOS, length.toNanos() / WARM_UP_SHARE));
        long between = Math.min(MOST_BETWEEN_NANOS, length.toNanos() / SAMPLES);
        long until = System.nanoTime() + length.toNanos();
        List<SoakSample> samples = new ArrayList<>();
        while (System.nanoTime() - until < 0) {
            actUntil(System.nanoTime() + between);
            SoakSample sample = gauges.read(terms.get());
            samples.add(sample);
            told.accept(sample);
        }
        return samples;
    }

    private void actUntil(long untilNanos) {
        while (System.nanoTime() - untilNanos < 0) {
            act(components.get(random.nextInt(components.size())));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void act(String component) {
        int drawn = random.nextInt(100);
        if (drawn < TROUBLES.size()) {
            trouble.set(TROUBLES.get(drawn));
        } else if (drawn < 10) {
            SoakMember member = members.get(random.nextInt(members.size()));
            if (member.campaigns(component)) {
                member.retire(component);
            }
        }
        for (SoakMember member : members) {
            if (!member.campaigns(component)) {
                startAgain(member, component);
            } else if (member.leads(component)) {
                // Half of the time the other one gets its turn.
                member.resign(component, random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(50));
            }
        }
    }

    /** Work that hung when its elector was closed may still run: then another time. */
    private static void startAgain(SoakMember member, String component) {
        try {
            member.elect(component);
        } catch (IllegalStateException stillRuns) {
            // It is asked for again with the next act.
        }
    }
}
