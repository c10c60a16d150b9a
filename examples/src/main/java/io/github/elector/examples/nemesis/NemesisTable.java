// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.Percentiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures of a nemesis for people, in 80 columns of plain ASCII. */
final class NemesisTable {
    private final List<String> lines = new ArrayList<>();

    private NemesisTable() {}

    /** What was run, where and for how long stands in {@code about}. */
    static String of(String title, List<String> about, NemesisFigures figures) {
        NemesisTable table = new NemesisTable();
        table.line("%s", title);
        table.lines.addAll(about);
        table.terms(figures.terms());
        table.lists(figures);
        table.faults(figures);
        table.pauses(figures);
        List<String> violations = figures.violations();
        violations.forEach(violation -> table.line("VIOLATED: %s", violation));
        table.line("violations: %d", violations.size());
        return String.join(System.lineSeparator(), table.lines);
    }

    private void terms(TermAccount terms) {
        line("");
        line("%,9d  terms, %,d leader changes", terms.terms(), terms.changes());
        line("%,9d  began while an earlier one of the same component was valid", terms.overlaps());
        line("%,9d  have no larger number than an earlier one", terms.backward());
        line(
                "%,9d  said that they were valid before their beginning or after their end",
                terms.outside().size());
        line("");
        line("%-34s %9s %10s %10s %10s", "without a leader, by end of term", "changes", "median", "95 %", "longest");
        terms.gapsByCause().forEach((cause, gaps) -> gaps(cause, gaps));
        gaps("all", terms.gaps());
    }

    private void gaps(String cause, List<Double> gaps) {
        Percentiles millis = Percentiles.of(gaps);
        line(
                "  %-32s %,9d %10s %10s %10s",
                cause,
                gaps.size(),
                Figures.seconds(millis.p50()),
                Figures.seconds(millis.p95()),
                Figures.seconds(millis.max()));
    }

    private void lists(NemesisFigures figures) {
        line("");
        line("%-24s %9s %8s %8s %9s %9s", "updates by", "acknowl.", "lost", "stale", "refused", "unknown");
        figures.lists()
                .forEach((kind, list) -> line(
                        "  %-22s %,9d %,8d %,8d %,9d %,9d",
                        kind.title(),
                        list.added().all(),
                        list.lost(),
                        list.stale(),
                        list.refused().all(),
                        list.unknown().all()));
        line("  lost and stale without a fence are measured and not judged: nobody can");
        line("  prevent them; with a fence there must be none");
    }

    private void faults(NemesisFigures figures) {
        line("");
        line(
                "faults: %,d",
                figures.strokes().values().stream().mapToInt(Integer::intValue).sum());
        figures.strokes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(stroke ->
                        line("%,9d  %s", stroke.getValue(), stroke.getKey().title()));
    }

    private void pauses(NemesisFigures figures) {
        PauseAccount pauses = figures.pauses();
        line("");
        line(
                "%,9d  pauses, %,d of a leader, %,d of those outlasted its term",
                pauses.all(), pauses.ofLeader(), pauses.beyondTerm());
        line("%,9d  of them between the check and the outcome of a write", pauses.whileAdding());
        line("%,9d  times work was not ended within the stop budget", figures.overruns());
        line(
                "%9s  from the end of all faults until each component had a leader",
                Figures.seconds(figures.recoveryMillis()));
        line("");
    }

    private void line(String form, Object... values) {
        lines.add(String.format(Locale.ROOT, form, values));
    }
}
