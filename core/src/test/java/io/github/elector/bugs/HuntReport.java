// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of the mistakes, as the tables of docs/seeded-bugs.md. */
final class HuntReport {
    private final long firstSeed;
    private final int schedules;
    private final List<Row> rows = new ArrayList<>();

    HuntReport(long firstSeed, int schedules) {
        this.firstSeed = firstSeed;
        this.schedules = schedules;
    }

    /**
     * What became of one.
     *
     * @param bug null for the unchanged code
     * @param by what caught it, or null
     * @param took how many schedules; 0 if they were not asked
     */
    record Row(@Nullable Bug bug, @Nullable String by, int took) {
        static Row missed(Bug bug) {
            return new Row(bug, null, 0);
        }

        static Row bySimulation(Bug bug, String broken, int took) {
            return new Row(bug, withoutNames(broken), took);
        }

        /** {@code states: promise}, see the exploration's Hunt. */
        static Row byExploration(Bug bug, String found) {
            return new Row(
                    bug, "exploration, " + found.replaceFirst(":.*", " states") + found.replaceFirst("^\\d+", ""), 0);
        }

        static Row byTest(Bug bug, String test, String failed) {
            String type = test.replaceAll("#.*", "");
            return new Row(
                    bug, "`" + type.substring(type.lastIndexOf('.') + 1) + "." + failed.replace("()", "") + "`", 0);
        }

        static Row controlPassed() {
            return new Row(null, null, 0);
        }

        static Row controlFailed(String what) {
            return new Row(null, what, 0);
        }

        private boolean isAsItShouldBe() {
            return (bug == null) == (by == null);
        }

        /** Which term of which session it was does not matter here, and is another one whenever the schedules change. */
        private static String withoutNames(String broken) {
            String text = broken.lines().findFirst().orElse("");
            for (String before = ""; !before.equals(text); ) {
                before = text;
                text = text.replaceAll("\\[[^\\[\\]]*\\]", "");
            }
            return text.replaceAll("(term )?c\\d+#\\d+@n\\d+~[\\w.]+", "a term")
                    .replaceAll("\\bn\\d+~[\\w.]+", "…")
                    .replaceAll("\\bn\\d+(\\.\\d+)?\\b", "a node")
                    .replaceAll("\\bc\\d+\\b", "a component")
                    .replaceAll("\\d{3,}", "…");
        }
    }

    void add(Row row) {
        rows.add(row);
    }

    /** Mistakes that were not caught, and the unchanged code if it was. */
    List<String> violations() {
        return rows.stream()
                .filter(row -> !row.isAsItShouldBe())
                .map(row -> row.bug() == null
                        ? "unchanged code: " + row.by()
                        : row.bug().toString())
                .toList();
    }

    String text(double seconds, int threads) {
        StringBuilder text = new StringBuilder();
        text.append("Seeded bugs: each mistake alone in the shipped code, and what catches it\n");
        line(
                text,
                "Java %s, %d processors, %d threads",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                threads);
        line(text, "seeds from %s, at most %s schedules for each", grouped(firstSeed), grouped(schedules));
        text.append("\n| | mistake | whose | caught by | schedules |\n| --- | --- | --- | --- | ---: |\n");
        rows.stream().filter(row -> row.took() > 0).forEach(row -> text.append(markdown(row)));
        text.append(
                "\nCaught by exploration or by a test:\n\n| | mistake | whose | caught by |\n| --- | --- | --- | --- |\n");
        rows.stream()
                .filter(row -> row.bug() != null && row.by() != null && row.took() == 0)
                .forEach(row -> text.append(markdown(row)));
        text.append('\n');
        line(
                text,
                "%-32s %8s",
                "mistakes",
                grouped(rows.stream().filter(row -> row.bug() != null).count()));
        line(
                text,
                "%-32s %8s",
                "caught by schedules",
                grouped(rows.stream().filter(row -> row.took() > 0).count()));
        line(
                text,
                "%-32s %8s",
                "  within 100",
                grouped(rows.stream()
                        .filter(row -> row.took() > 0 && row.took() <= 100)
                        .count()));
        line(
                text,
                "%-32s %8s",
                "caught otherwise",
                grouped(rows.stream()
                        .filter(row -> row.bug() != null && row.by() != null && row.took() == 0)
                        .count()));
        line(
                text,
                "%-32s %8s",
                "schedules of mistakes",
                grouped(rows.stream().mapToLong(Row::took).sum()));
        line(text, "%-32s %8s", "schedules of the unchanged code", grouped(schedules));
        line(text, "%-32s %8.0f", "seconds", seconds);
        violations().forEach(violation -> line(text, "not as it should be: %s", violation));
        line(text, "violations: %d", violations().size());
        return text.toString();
    }

    private static String markdown(Row row) {
        Bug bug = row.bug();
        if (bug == null) {
            return "";
        }
        String took = row.took() > 0 ? " " + grouped(row.took()) + " |" : "";
        return "| " + bug.number() + " | " + bug.title() + " | " + bug.whose() + " | " + row.by() + " |" + took + "\n";
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', ' ');
    }
}
