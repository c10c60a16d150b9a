// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What a run of the matrix saw.
 *
 * @param incomplete cells that were never judged in full, as the machine stood still each time
 * @param skipped what did not run, and why
 * @param stalls of the machine, in words
 * @param logLines that were read for passwords, and {@code secrets} that were found
 * @param threadsLeft of which there are more than before
 * @param nanos how long it took
 */
record MatrixReport(
        List<FaultKind> kinds,
        List<Phase> phases,
        List<String> servers,
        List<Outcome> outcomes,
        List<String> incomplete,
        Map<String, String> skipped,
        String stalls,
        long logLines,
        long secrets,
        Map<String, Long> threadsLeft,
        long nanos) {

    /** All that was broken, in words. */
    List<String> violations() {
        List<String> all = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            outcome.violations()
                    .forEach(violation -> all.add(outcome.server() + ", " + outcome.cell() + ": " + violation));
        }
        if (secrets > 0) {
            all.add(new Violation(Rule.SECRET, secrets + " log lines hold the password").toString());
        }
        if (!threadsLeft.isEmpty()) {
            all.add(new Violation(Rule.LEFT_BEHIND, "threads more than before: " + threadsLeft).toString());
        }
        return all;
    }

    /** The whole report, for a stranger. */
    String text() {
        StringBuilder text = new StringBuilder(
                "Fault matrix: three electors on real servers, each kind of fault in each" + " phase of a term\n");
        line(
                text,
                "Java",
                System.getProperty("java.version") + ", " + Runtime.getRuntime().availableProcessors() + " processors");
        line(text, "servers", String.join(", ", servers));
        line(
                text,
                "lease",
                TimeUnit.NANOSECONDS.toMillis(Times.TIMING.leaseNanos()) + " ms, heartbeat every "
                        + TimeUnit.NANOSECONDS.toMillis(Times.TIMING.renewNanos()) + " ms");
        line(text, "took", TimeUnit.NANOSECONDS.toSeconds(nanos) + " s");
        text.append('\n');
        servers.forEach(server -> table(text, server));
        Outcome.Counts all = outcomes.stream().map(Outcome::counts).reduce(Outcome.Counts.NONE, Outcome.Counts::plus);
        line(text, "kinds", number(kinds.size()));
        line(
                text,
                "injections",
                number(outcomes.stream().filter(Outcome::struck).count()));
        line(text, "terms", number(all.terms()));
        line(text, "terms the fault cost", number(all.lost()));
        line(text, "fenced writes", number(all.writes()));
        line(text, "zombies refused", number(all.refusals()));
        line(text, "validity asked", number(all.samples()));
        line(text, "leader again", leaderAgain());
        line(text, "log lines read", number(logLines));
        line(text, "stalls", stalls);
        line(
                text,
                "overlaps excused",
                number(all.excused()) + " (of rows edited by hand: the fence has to hold, and did unless told below)");
        line(
                text,
                "cells void",
                number(outcomes.stream().filter(Outcome::stalled).count())
                        + " (of a stalled machine: bounds and costs not judged, run again)");
        incomplete.forEach(cell -> line(text, "not judged in full", cell));
        new TreeMap<>(skipped).forEach((what, why) -> line(text, "skipped", what + ": " + why));
        violations().forEach(violation -> line(text, "VIOLATION", violation));
        return text.append("violations: ")
                .append(violations().size())
                .append('\n')
                .toString();
    }

    private String leaderAgain() {
        List<Long> millis = outcomes.stream()
                .filter(outcome -> outcome.leaderlessNanos() >= 0 && !outcome.stalled())
                .map(outcome -> TimeUnit.NANOSECONDS.toMillis(outcome.leaderlessNanos()))
                .sorted()
                .toList();
        if (millis.isEmpty()) {
            return "not judged";
        }
        return "median " + number(millis.get(millis.size() / 2)) + " ms after the fault, longest "
                + number(millis.get(millis.size() - 1)) + " ms, allowed "
                + number(TimeUnit.NANOSECONDS.toMillis(Times.leaderlessNanos())) + " ms";
    }

    /** For each phase injections, those that cost the term, and violations. */
    private void table(StringBuilder text, String server) {
        text.append(String.format(Locale.ROOT, "%-60s", server + ": injections/violations"));
        phases.forEach(phase -> text.append(String.format(Locale.ROOT, "%9s", phase.text())));
        text.append(String.format(Locale.ROOT, "%8s%9s%n", "cost", "longest"));
        for (FaultKind kind : kinds) {
            List<Outcome> of = outcomes.stream()
                    .filter(outcome ->
                            outcome.cell().kind() == kind && outcome.server().equals(server))
                    .toList();
            String numbers = String.join(" ", kind.numbers().stream().sorted().toList());
            text.append(String.format(Locale.ROOT, "%-8s %-51s", numbers, kind.title()));
            Map<Phase, List<Outcome>> byPhase = new EnumMap<>(Phase.class);
            phases.forEach(phase -> byPhase.put(
                    phase,
                    of.stream()
                            .filter(outcome -> outcome.cell().phase() == phase)
                            .toList()));
            byPhase.values().forEach(cells -> text.append(String.format(Locale.ROOT, "%9s", entry(cells))));
            long lost =
                    of.stream().mapToLong(outcome -> outcome.counts().lost()).sum();
            long longest = of.stream().mapToLong(Outcome::leaderlessNanos).max().orElse(-1);
            text.append(String.format(
                    Locale.ROOT,
                    "%8s%9s%n",
                    of.isEmpty() ? "" : number(lost),
                    longest < 0 ? "" : number(TimeUnit.NANOSECONDS.toMillis(longest)) + " ms"));
        }
        text.append('\n');
    }

    private static String entry(List<Outcome> cells) {
        long struck = cells.stream().filter(Outcome::struck).count();
        long violations =
                cells.stream().mapToLong(cell -> cell.violations().size()).sum();
        return cells.isEmpty() ? "skipped" : number(struck) + "/" + number(violations);
    }

    private static void line(StringBuilder text, String what, String value) {
        text.append(String.format(Locale.ROOT, "%-22s%s%n", what, value));
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
