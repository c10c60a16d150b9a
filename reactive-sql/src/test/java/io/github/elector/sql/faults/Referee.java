// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Judges what happened in a cell once everything is closed; knows neither servers nor faults. */
final class Referee {
    private Referee() {}

    /**
     * From the first instant a term answered valid to the last at which it could.
     *
     * @param endNanos absent if nobody said that it ended
     */
    private record Reign(String node, long term, long fromNanos, Optional<Long> endNanos) {}

    /** Everything that can be told from what was said, seen and written; a node that was killed owes no last word. */
    static List<Violation> judge(
            List<Chronicle.Told> notices,
            List<Sampler.Span> spans,
            List<Ground.Entry> journal,
            Predicate<String> isKilled) {
        List<Violation> found = new ArrayList<>();
        List<Reign> reigns = reigns(notices);
        judgeReigns(reigns, found);
        judgeSpans(spans, reigns, found);
        judgeOrder(notices, isKilled, found);
        judgeJournal(journal, found);
        return found;
    }

    /** G1 and G2, by what the electors say. */
    private static void judgeReigns(List<Reign> reigns, List<Violation> found) {
        for (int i = 1; i < reigns.size(); i++) {
            Reign before = reigns.get(i - 1);
            Reign after = reigns.get(i);
            if (before.endNanos().isPresent()
                    && after.fromNanos() - before.endNanos().get() < 0) {
                found.add(new Violation(Rule.OVERLAP, after + " began before the end of " + before));
            }
            if (after.term() <= before.term()) {
                found.add(new Violation(Rule.TERMS, after + " is not above " + before));
            }
        }
    }

    /** G1, by what anybody sees who asks; and that a term is over before it is called so. */
    private static void judgeSpans(List<Sampler.Span> spans, List<Reign> reigns, List<Violation> found) {
        List<Sampler.Span> sorted = spans.stream()
                .sorted(Comparator.comparingLong(Sampler.Span::fromNanos))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            Sampler.Span before = sorted.get(i - 1);
            Sampler.Span after = sorted.get(i);
            if (after.fromNanos() - before.untilNanos() < 0) {
                found.add(new Violation(Rule.OVERLAP, after + " was valid while " + before + " was"));
            }
        }
        for (Sampler.Span span : sorted) {
            for (Reign reign : reigns) {
                if (reign.term() == span.term()
                        && reign.endNanos().isPresent()
                        && span.untilNanos() - reign.endNanos().get() > 0) {
                    found.add(new Violation(Rule.VALID_AFTER_REVOKED, span + " outlived " + reign));
                }
            }
        }
    }

    /** G5: on each node elected and revoked of the same term in turns, and none is missing in the end. */
    private static void judgeOrder(List<Chronicle.Told> notices, Predicate<String> isKilled, List<Violation> found) {
        Map<String, Long> leading = new HashMap<>();
        for (Chronicle.Told told : notices) {
            Notice notice = told.notice();
            if (told.is(NoticeType.ELECTED)) {
                Long other = leading.put(told.node(), notice.term());
                if (other != null) {
                    found.add(new Violation(Rule.ORDER, told.node() + ": elected again during term " + other));
                }
            } else if (told.is(NoticeType.REVOKED)) {
                Long own = leading.remove(told.node());
                if (own == null || !own.equals(notice.term())) {
                    found.add(new Violation(
                            Rule.ORDER, told.node() + ": revoked " + notice.term() + " while leading in " + own));
                }
            }
        }
        leading.keySet().removeIf(isKilled);
        leading.forEach(
                (node, term) -> found.add(new Violation(Rule.ORDER, node + ": no end of term " + term + " was told")));
    }

    /** G3: accepted terms never decrease, and one term is one session's. */
    private static void judgeJournal(List<Ground.Entry> journal, List<Violation> found) {
        Map<Long, String> sessions = new HashMap<>();
        long highest = Long.MIN_VALUE;
        for (int i = 0; i < journal.size(); i++) {
            Ground.Entry entry = journal.get(i);
            if (entry.term() < highest) {
                found.add(new Violation(
                        Rule.STALE_ROW, "row " + (i + 1) + " is of term " + entry.term() + " behind " + highest));
            }
            highest = Math.max(highest, entry.term());
            String session = sessions.putIfAbsent(entry.term(), entry.session());
            if (session != null && !session.equals(entry.session())) {
                found.add(new Violation(
                        Rule.STALE_ROW,
                        "term " + entry.term() + " was written by " + session + " and by " + entry.session()));
            }
        }
    }

    private static List<Reign> reigns(List<Chronicle.Told> notices) {
        return notices.stream()
                .filter(told -> told.is(NoticeType.ELECTED))
                .map(told -> new Reign(
                        told.node(), told.notice().term(), told.notice().nanos(), end(told, notices)))
                .sorted(Comparator.comparingLong(Reign::fromNanos))
                .toList();
    }

    private static Optional<Long> end(Chronicle.Told elected, List<Chronicle.Told> notices) {
        return notices.stream()
                .filter(told -> told.is(NoticeType.REVOKED)
                        && told.node().equals(elected.node())
                        && elected.notice().term().equals(told.notice().term()))
                .findFirst()
                .map(told -> lastValidNanos(told.notice()));
    }

    private static long lastValidNanos(Notice revoked) {
        Long validUntil = revoked.validUntilNanos();
        return validUntil == null || revoked.nanos() - validUntil < 0 ? revoked.nanos() : validUntil;
    }
}
