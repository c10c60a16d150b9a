// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of the numbers added to the lists of one kind, in the database and by the word of those who added them.
 *
 * <p>Each row names the latest number only; each number was reported with the one it found. What is reached that way from
 * the row is in the list, all else is not. That is the same as a list that each writes back whole, and costs as little
 * after a million numbers as after one.
 *
 * @param added acknowledged
 * @param refused refused, also before anything was sent
 * @param unknown without an answer, or never told
 * @param stale how many writes of an older term came after one of a newer
 * @param broken how many lists cannot be followed to their beginning, or hold not as many as they say
 */
record ListAccount(Count added, Count refused, Count unknown, long stale, int broken) {
    /**
     * Numbers with one answer.
     *
     * @param all how many
     * @param present how many of them are in their list in the end
     */
    record Count(long all, long present) {}

    /**
     * Counts those of one kind.
     *
     * @param additions of all kinds
     * @param outcomes of all kinds, by number
     * @param lists of this kind as they are in the end, by component
     */
    static ListAccount of(
            ListKind kind, Collection<Addition> additions, Map<Long, Outcome> outcomes, Map<String, ListHead> lists) {
        Map<Long, Addition> byNumber = additions.stream()
                .filter(addition -> addition.kind() == kind)
                .collect(Collectors.toMap(Addition::number, Function.identity()));
        Set<Long> present = new HashSet<>();
        int broken = 0;
        for (ListHead head : lists.values()) {
            broken += follow(head, byNumber, present) ? 0 : 1;
        }
        Set<Long> numbers = new HashSet<>(byNumber.keySet());
        outcomes.values().stream()
                .filter(outcome -> outcome.kind() == kind)
                .forEach(outcome -> numbers.add(outcome.number()));
        Map<Outcome.Answer, Set<Long>> byAnswer = numbers.stream()
                .collect(Collectors.groupingBy(number -> answer(outcomes.get(number)), Collectors.toSet()));
        return new ListAccount(
                count(byAnswer, Outcome.Answer.ADDED, present),
                count(byAnswer, Outcome.Answer.REFUSED, present),
                count(byAnswer, Outcome.Answer.UNKNOWN, present),
                lists.values().stream().mapToLong(ListHead::stale).sum(),
                broken);
    }

    /** Acknowledged numbers that are not in their list. */
    long lost() {
        return added.all - added.present;
    }

    private static Outcome.Answer answer(@Nullable Outcome outcome) {
        return outcome == null ? Outcome.Answer.UNKNOWN : outcome.answer();
    }

    private static Count count(Map<Outcome.Answer, Set<Long>> byAnswer, Outcome.Answer answer, Set<Long> present) {
        Set<Long> numbers = byAnswer.getOrDefault(answer, Set.of());
        return new Count(
                numbers.size(), numbers.stream().filter(present::contains).count());
    }

    /** Adds what the list holds to {@code present}; whether it could be followed to its beginning. */
    private static boolean follow(ListHead head, Map<Long, Addition> byNumber, Set<Long> present) {
        long length = 0;
        for (long number = head.last(); number != 0; ) {
            Addition addition = byNumber.get(number);
            if (addition == null || !present.add(number)) {
                return false;
            }
            length++;
            number = addition.after();
        }
        return length == head.length();
    }
}
