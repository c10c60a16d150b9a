// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing.hostile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Generated cases of several kinds, each played with a random of its own that follows from seed, kind and number alone, and
 * the report of what came of them.
 *
 * <p>A build plays the same cases each time. {@code -Delector.hostile.cases=N} plays so many fresh ones of all kinds
 * together, {@code -Delector.hostile.seed=S} the same as before, and {@code -Delector.hostile.case=I} that one of each kind
 * alone.
 */
public final class Trial implements AutoCloseable {
    /** In every build. */
    private static final int USUAL = 20_000;

    private static final int ALL = Integer.getInteger("elector.hostile.cases", USUAL);
    private static final long SEED_OF_THE_BUILD = 224374417;
    private static final long SEED = Long.getLong(
            "elector.hostile.seed",
            Integer.getInteger("elector.hostile.cases") == null
                    ? SEED_OF_THE_BUILD
                    : ThreadLocalRandom.current().nextInt(1 << 30));
    private static final Integer ONLY = Integer.getInteger("elector.hostile.case");
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int SHOWN = 20;
    private static final int LINES = 5;
    /** So many violations are enough; each may take a deadline. */
    private static final int ENOUGH = 30;

    private final String title;
    private final String runOn;
    private final Overheard overheard = new Overheard();
    private final Map<String, Count> counts = new LinkedHashMap<>();
    private final List<String> violations = new ArrayList<>();

    /** Plays one case, and fails in any way if something is not as it should be. */
    @FunctionalInterface
    public interface Case {
        /** Whether the input was accepted; false if it was refused as it has to be. */
        boolean play(Random random) throws Exception;
    }

    private static final class Count {
        long accepted;
        long refused;
        long nanos;
    }

    /**
     * One that has played nothing yet.
     *
     * @param title what is tried, for the first line of the report
     * @param runOn servers and their versions; empty if there are none
     */
    public Trial(String title, String runOn) {
        this.title = title;
        this.runOn = runOn;
    }

    /** What is said meanwhile. */
    public Overheard overheard() {
        return overheard;
    }

    /** Plays {@code share} per mille of all cases as this kind, one at least. */
    public void play(String kind, int share, Case each) {
        Count count = counts.computeIfAbsent(kind, any -> new Count());
        int cases = Math.max(1, (int) ((long) ALL * share / 1_000));
        for (int i = ONLY == null ? 0 : ONLY; i < (ONLY == null ? cases : ONLY + 1); i++) {
            one(kind, i, count, each);
            if (violations.size() > ENOUGH) {
                return;
            }
        }
    }

    private void one(String kind, int number, Count count, Case each) {
        long begun = System.nanoTime();
        try {
            if (each.play(random(kind, number))) {
                count.accepted++;
            } else {
                count.refused++;
            }
        } catch (Throwable wrong) {
            violated(kind, number, Overheard.textOf(wrong));
        }
        long taken = System.nanoTime() - begun;
        count.nanos += taken;
        if (taken > LONGEST.toNanos()) {
            violated(kind, number, "it took " + taken / 1_000_000 + " ms");
        }
        overheard.complaints().forEach(complaint -> violated(kind, number, complaint));
    }

    private static Random random(String kind, int number) {
        return new Random(SEED * 1_000_003 + kind.hashCode() * 31L + number);
    }

    private void violated(String kind, int number, String what) {
        violations.add(kind + ", case " + number + " (replay: -Delector.hostile.seed=" + SEED
                + " -Delector.hostile.case=" + number + "): "
                + String.join(
                        " | ", what.lines().map(String::strip).limit(LINES).toList()));
    }

    /** Something else than a case is not as it should be. */
    public void violated(String what) {
        violations.add(what);
    }

    /** Prints the report; fails if anything was not as it should be. */
    @Override
    public void close() {
        overheard.complaints().forEach(this::violated);
        overheard.close();
        System.out.print(report());
        if (!violations.isEmpty()) {
            throw new AssertionError(violations.size() + " violations, seed " + SEED + "\n"
                    + String.join("\n", violations.subList(0, Math.min(SHOWN, violations.size()))));
        }
    }

    private String report() {
        StringBuilder text = new StringBuilder();
        text.append(String.format("Hostile input: %s%n", title));
        text.append(String.format(
                "  on Java %s, %d processors%s; seed %d, %,d cases of all kinds asked for%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                runOn.isEmpty() ? "" : ", " + runOn,
                SEED,
                ALL));
        text.append(String.format("  %-44s%12s%12s%12s%10s%n", "kind", "cases", "accepted", "refused", "seconds"));
        Count all = new Count();
        counts.forEach((kind, count) -> {
            all.accepted += count.accepted;
            all.refused += count.refused;
            all.nanos += count.nanos;
            text.append(line(kind, count));
        });
        text.append(line("all", all));
        text.append(String.format(
                "  lines logged and printed meanwhile, searched for the secret: %,d%n", overheard.lines()));
        text.append(String.format("violations: %,d%n", violations.size()));
        return text.toString();
    }

    private static String line(String kind, Count count) {
        return String.format(
                "  %-44s%,12d%,12d%,12d%10.1f%n",
                kind, count.accepted + count.refused, count.accepted, count.refused, count.nanos / 1e9);
    }
}
