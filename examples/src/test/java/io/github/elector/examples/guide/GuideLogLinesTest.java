// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of log lines in {@code docs/observability.md} and the calls in the code are the same lines. */
class GuideLogLinesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (INFO|WARN|ERROR) \\| `([^`]+)` \\|");

    /** A row: what is said at which level. */
    private record Row(String level, String text) {}

    private final List<Row> rows = rows();
    private final List<LogLine> calls = LogLine.calls(Sources.shipped()).stream()
            .filter(call -> !call.level().equals("DEBUG"))
            .toList();

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Matcher row = ROW.matcher(Page.named("observability.md").text());
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(2)));
        }
        return rows;
    }

    @Test
    void everyLineTheCodeWritesIsInTheTable() {
        List<LogLine> withText =
                calls.stream().filter(call -> !call.text().isEmpty()).toList();

        assertThat(withText).hasSizeGreaterThan(25);
        assertThat(withText.stream()
                        .filter(call -> rows.stream()
                                .noneMatch(row -> row.level().equals(call.level()) && call.writes(row.text())))
                        .map(call -> call.where() + ": " + call.level() + " " + call.text()))
                .isEmpty();
    }

    @Test
    void everyLineOfTheTableIsWrittenAtThatLevel() {
        List<LogLine> elsewhere = LogLine.statements(Sources.shipped());

        assertThat(rows).hasSizeGreaterThan(25);
        assertThat(rows.stream()
                        .filter(row -> calls.stream()
                                .noneMatch(call -> call.level().equals(row.level())
                                        && (call.text().isEmpty()
                                                ? elsewhere.stream().anyMatch(statement -> statement.writes(row.text()))
                                                : call.writes(row.text())))))
                .isEmpty();
    }

    /** Lines whose text is put together elsewhere have a row each, of their level. */
    @Test
    void aLineThatIsPutTogetherElsewhereIsKnown() {
        assertThat(calls.stream()
                        .filter(call -> call.text().isEmpty())
                        .map(LogLine::where)
                        .distinct())
                .containsExactlyInAnyOrder("RowComplaints.java", "ServerCheck.java");
    }
}
