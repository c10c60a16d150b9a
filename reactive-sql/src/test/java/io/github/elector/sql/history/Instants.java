// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Moments with bounds and an order among them, and the question whether they can all be had at once.
 *
 * <p>They can exactly if the order has no cycle and no moment, pushed back by those before it, comes after its upper
 * bound: then the earliest of each are such a choice. That takes time in proportion to moments and orders.
 */
final class Instants {
    private final List<Instant> all = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();

    /** {@code read} is before {@code begin} or after {@code end}, if it ends. */
    private record Gap(
            Instant read, Instant begin, @Nullable Instant end) {}

    /** While this operation was under way. */
    Instant during(String what, Operation operation) {
        return between(what, operation, operation.invoked(), operation, operation.answered());
    }

    /** Within these bounds, which are those of the operations if there are any. */
    Instant between(String what, @Nullable Operation from, long lower, @Nullable Operation until, long upper) {
        Instant instant = new Instant(what, from, lower, until, upper);
        all.add(instant);
        return instant;
    }

    /** One is before the other. */
    void order(Instant before, @Nullable Instant after) {
        if (after != null) {
            before.next.add(after);
            after.before.add(before);
        }
    }

    /** One is before the other, if there is one. */
    void orderIfAny(@Nullable Instant before, Instant after) {
        if (before != null) {
            order(before, after);
        }
    }

    /** One is not within the other two. */
    void outside(Instant read, Instant begin, @Nullable Instant end) {
        gaps.add(new Gap(read, begin, end));
    }

    /** Finds the earliest and the latest of each, or why there are none. */
    Optional<Violation> settle() {
        while (true) {
            Optional<Violation> contradiction = propagate();
            if (contradiction.isPresent() || !decideGaps()) {
                return contradiction;
            }
        }
    }

    /** Decides what can be on one side only; true if that was news. What can be on both sides stays open. */
    private boolean decideGaps() {
        List<Gap> decided = gaps.stream().filter(this::decide).toList();
        gaps.removeAll(new HashSet<>(decided));
        return !decided.isEmpty();
    }

    private boolean decide(Gap gap) {
        boolean mayPrecede = gap.read().earliest <= gap.begin().latest;
        boolean mayFollow = gap.end() != null && gap.end().earliest <= gap.read().latest;
        if (mayPrecede && mayFollow) {
            return false;
        }
        if (mayFollow) {
            order(gap.end(), gap.read());
        } else {
            // Also where neither can be: then this is what does not fit.
            order(gap.read(), gap.begin());
        }
        return true;
    }

    private Optional<Violation> propagate() {
        List<Instant> sorted = sorted();
        if (sorted.size() < all.size()) {
            return Optional.of(cycle(new HashSet<>(sorted)));
        }
        for (Instant instant : sorted) {
            instant.earliest = instant.lower;
            instant.pushedBy = null;
            for (Instant before : instant.before) {
                if (before.earliest > instant.earliest) {
                    instant.earliest = before.earliest;
                    instant.pushedBy = before;
                }
            }
            if (instant.earliest > instant.upper) {
                return Optional.of(tooLate(instant));
            }
        }
        Collections.reverse(sorted);
        for (Instant instant : sorted) {
            instant.latest = instant.upper;
            instant.next.forEach(after -> instant.latest = Math.min(instant.latest, after.latest));
        }
        return Optional.empty();
    }

    private List<Instant> sorted() {
        Map<Instant, Integer> open = new HashMap<>();
        Queue<Instant> ready = new ArrayDeque<>();
        for (Instant instant : all) {
            open.put(instant, instant.before.size());
            if (instant.before.isEmpty()) {
                ready.add(instant);
            }
        }
        List<Instant> sorted = new ArrayList<>(all.size());
        for (Instant instant = ready.poll(); instant != null; instant = ready.poll()) {
            sorted.add(instant);
            for (Instant after : instant.next) {
                if (open.merge(after, -1, Integer::sum) == 0) {
                    ready.add(after);
                }
            }
        }
        return sorted;
    }

    private static Violation tooLate(Instant late) {
        List<Instant> chain = new ArrayList<>();
        for (Instant each = late; each != null; each = each.pushedBy) {
            chain.add(0, each);
        }
        return violation(
                String.format(
                        "%s cannot be before %.3f ms, but what came after it not after %.3f ms: ",
                        chain.get(0), late.earliest / 1e6, late.upper / 1e6),
                chain);
    }

    /** The shortest one through any moment that could not be sorted. */
    private Violation cycle(Set<Instant> sorted) {
        List<Instant> shortest = List.of();
        int tried = 0;
        for (Instant start : all) {
            if (!sorted.contains(start) && tried++ < 500) {
                List<Instant> found = shortestBack(start, sorted);
                if (!found.isEmpty() && (shortest.isEmpty() || found.size() < shortest.size())) {
                    shortest = found;
                }
            }
        }
        return violation("each would have to be before the next, and the last before the first: ", shortest);
    }

    private static List<Instant> shortestBack(Instant start, Set<Instant> sorted) {
        Map<Instant, Instant> cameFrom = new HashMap<>();
        Queue<Instant> queue = new ArrayDeque<>(List.of(start));
        for (Instant instant = queue.poll(); instant != null; instant = queue.poll()) {
            for (Instant after : instant.next) {
                if (after == start) {
                    List<Instant> found = new ArrayList<>();
                    for (Instant each = instant; each != start; each = cameFrom.get(each)) {
                        found.add(0, each);
                    }
                    found.add(0, start);
                    return found;
                }
                if (!sorted.contains(after) && cameFrom.putIfAbsent(after, instant) == null) {
                    queue.add(after);
                }
            }
        }
        return List.of();
    }

    private static Violation violation(String what, List<Instant> chain) {
        List<Operation> part = new ArrayList<>();
        for (Instant each : chain) {
            if (each.from != null) {
                part.add(each.from);
            }
            if (each.until != null) {
                part.add(each.until);
            }
        }
        return new Violation(what + chain.stream().map(Instant::toString).collect(Collectors.joining(" → ")), part);
    }
}
