// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.AsLongAsAsked;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every promise under every kind of fault, on real servers. In every build a handful of kinds on two servers; by command
 * {@code -Delector.faults=all} or {@code -Delector.faults=LINE_SILENT,RESET} more, with
 * {@code -Delector.faults.servers=pg18,mariadb11,pg15,mariadb10,postgres,mysql}, {@code -Delector.faults.phases=lead},
 * {@code -Delector.faults.rounds=3}, {@code -Delector.faults.atOnce=4} and {@code -Delector.faults.lease=1800}.
 */
@AsLongAsAsked
class FaultMatrixTest {
    @Test
    void everyPromiseHoldsUnderEveryFaultInEveryPhase() {
        String wanted = System.getProperty("elector.faults", "");
        MatrixReport report = wanted.isBlank() ? handful() : byCommand(wanted);

        System.out.println(report.text());
        assertThat(report.violations()).isEmpty();
        assertThat(report.outcomes()).isNotEmpty().allMatch(outcome -> outcome.struck() || outcome.stalled());
    }

    /** Side by side, and none whose cost depends on how busy the machine is. */
    private static MatrixReport handful() {
        return new FaultMatrix(
                        List.of(FaultKind.ANSWERS_HELD, FaultKind.FLAPPING, FaultKind.SESSION_LOCKED),
                        List.of(Phase.LEAD),
                        1,
                        3,
                        1)
                .run(List.of(ServerChoice.POSTGRES, ServerChoice.MYSQL));
    }

    private static MatrixReport byCommand(String wanted) {
        List<FaultKind> kinds = wanted.equals("all")
                ? List.of(FaultKind.values())
                : named(wanted).map(FaultKind::valueOf).toList();
        String phases = System.getProperty("elector.faults.phases", "");
        return new FaultMatrix(
                        kinds,
                        phases.isBlank()
                                ? List.of(Phase.values())
                                : named(phases).map(Phase::valueOf).toList(),
                        Integer.getInteger("elector.faults.rounds", 1),
                        Integer.getInteger("elector.faults.atOnce", 4),
                        3)
                .run(ServerChoice.of(System.getProperty("elector.faults.servers", "pg18,mariadb11")));
    }

    private static Stream<String> named(String names) {
        return Stream.of(names.split(",")).map(name -> name.trim().toUpperCase(Locale.ROOT));
    }
}
