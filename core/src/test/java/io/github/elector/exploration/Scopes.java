// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import static io.github.elector.exploration.Fault.CRASH;
import static io.github.elector.exploration.Fault.DATABASE_STEP;
import static io.github.elector.exploration.Fault.DELAY;
import static io.github.elector.exploration.Fault.HINT;
import static io.github.elector.exploration.Fault.HUNG_WORK;
import static io.github.elector.exploration.Fault.LOSS;
import static io.github.elector.exploration.Fault.PAUSE;
import static io.github.elector.exploration.Fault.RESIGNATION;
import static io.github.elector.exploration.Fault.SLOW_WORK;
import static io.github.elector.exploration.Fault.WALL_STEP;

import io.github.elector.lease.Timing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The worlds there are. */
final class Scopes {
    private static final long MILLI = 1_000_000;
    private static final long GRAIN_MILLIS = 5;
    private static final int TERMS = 3;
    /** Two heartbeats in a lease; a margin of one ρ, 20 ms, is more than what a candidate adds and the grain together. */
    private static final Timing TIMING = Timing.ofMillis(10_000, 4_000, 5_000, 1_000);

    private static final Machine SLOW = new Machine(-1, 3 * MILLI, Long.MAX_VALUE - 12_000 * MILLI);
    private static final Machine FAST = new Machine(1, 8 * MILLI, 1_000_000 * MILLI);

    private Scopes() {}

    /** Complete in every build, in some seconds. */
    static List<Scope> small() {
        return List.of(
                two("messages", 2, 6_000, Map.of(LOSS, 2)),
                two("late", 1, 6_000, Map.of(DELAY, 1)),
                two("pause", 1, 4_100, Map.of(PAUSE, 1)),
                two("work", 2, 2_000, Map.of(RESIGNATION, 1, HUNG_WORK, 1, SLOW_WORK, 1, WALL_STEP, 1)),
                two("clocks", 2, 4_100, Map.of(DATABASE_STEP, 1, RESIGNATION, 1)),
                two("crash", 1, 9_000, Map.of(CRASH, 1)),
                two("hints", 2, 2_000, Map.of(HINT, 1, RESIGNATION, 1)));
    }

    /** What is explored under this name. */
    static List<Scope> named(String name) {
        List<Scope> known =
                Stream.of(small(), two(), three()).flatMap(List::stream).toList();
        return switch (name) {
            case "small" -> small();
            case "two" -> two();
            case "three" -> three();
            default ->
                List.of(known.stream()
                        .filter(scope -> scope.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("there is no world '" + name
                                + "', but small, two, three and "
                                + known.stream().map(Scope::name).toList())));
        };
    }

    /** Two candidates, by and by more. */
    static List<Scope> two() {
        return List.of(
                two("two-each", 1, 9_000, all(1)),
                two("two-messages", 3, 6_000, Map.of(LOSS, 2, DELAY, 1)),
                two("two-crash", 2, 6_000, Map.of(CRASH, 1, LOSS, 2, DELAY, 1, RESIGNATION, 1)),
                two("two-clocks", 2, 9_000, Map.of(DATABASE_STEP, 1, WALL_STEP, 1, CRASH, 1, RESIGNATION, 1)),
                two("two-work", 3, 6_000, Map.of(RESIGNATION, 1, HUNG_WORK, 1, SLOW_WORK, 1, HINT, 1)),
                two("two-handover", 2, 6_000, Map.of(RESIGNATION, 1, DELAY, 1, WALL_STEP, 1)),
                two("two-pause", 2, 4_100, Map.of(PAUSE, 1, LOSS, 1, DELAY, 1, CRASH, 1)),
                two("two-any", 2, 6_000, all(1)));
    }

    /** Three candidates, two of which may change places, as far as the time reaches. */
    static List<Scope> three() {
        return List.of(world("three-any", 3, 2, 4_100, all(1)));
    }

    /** Everything there is, more often than can be explored: to walk in. */
    static Scope everything(int candidates) {
        return world("everything", candidates, 3, 9_000, all(2));
    }

    /** The same, but its monotonic clocks show something else. */
    static Scope withOtherClocks(Scope scope) {
        List<Machine> others = scope.machines().stream()
                .map(machine -> new Machine(machine.drift(), machine.seed(), machine.origin() - 3_600_000 * MILLI))
                .toList();
        return new Scope(
                scope.name(),
                scope.timing(),
                others,
                scope.limits(),
                scope.faults(),
                scope.windowNanos(),
                scope.terms(),
                scope.grainNanos());
    }

    /** A world of two candidates, one with a slow and one with a fast clock. */
    static Scope two(String name, int faults, long windowMillis, Map<Fault, Integer> limits) {
        return world(name, 2, faults, windowMillis, limits);
    }

    static Scope world(String name, int candidates, int faults, long windowMillis, Map<Fault, Integer> limits) {
        return new Scope(
                name, TIMING, machines(candidates), limits, faults, windowMillis * MILLI, TERMS, GRAIN_MILLIS * MILLI);
    }

    static Map<Fault, Integer> all(int times) {
        Map<Fault, Integer> limits = new EnumMap<>(Fault.class);
        Arrays.stream(Fault.values()).forEach(fault -> limits.put(fault, times));
        return limits;
    }

    /** One is slow, the others are fast and may change places. */
    private static List<Machine> machines(int candidates) {
        return Stream.concat(Stream.of(SLOW), Stream.generate(() -> FAST).limit(candidates - 1))
                .toList();
    }
}
