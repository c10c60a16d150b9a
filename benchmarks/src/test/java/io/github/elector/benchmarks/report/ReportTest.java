// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.benchmarks.scenarios.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReportTest {
    private static String refused(String... arguments) {
        StringWriter said = new StringWriter();
        CommandLine command = new CommandLine(new Report()).setErr(new PrintWriter(said));

        assertThat(command.execute(arguments)).isEqualTo(2);

        return said.toString();
    }

    @Test
    void aWrongCommandLineStartsNoServerAndSaysWhatToDo() {
        assertThat(refused("--minutes", "1")).contains("--minutes must be 5 to 120, and not 1");
        assertThat(refused("--contenders", "elector,zab"))
                .contains("no contender 'zab'")
                .contains("curator");
        assertThat(refused("--scenarios", "handover"))
                .contains("no scenario 'handover'")
                .contains("clean-handover");
    }

    @Test
    void allScenariosAreInEveryPlanAndTheLargestInFifteenMinutes() {
        assertThat(new Plan(5).scenarios())
                .extracting(Scenario::key)
                .containsExactly(
                        "floor",
                        "first-election",
                        "clean-handover",
                        "event-loop",
                        "takeover",
                        "many-components",
                        "replicas");
        assertThat(new Plan(15).components()).containsExactly(1, 100, 1_000, 10_000);
        assertThat(new Plan(15).replicas()).containsExactly(2, 10, 50);
        assertThatThrownBy(() -> new Plan(121)).hasMessageContaining("121");
    }

    @Test
    void thePasswordOfACommandLineIsNotInTheFacts() {
        List<String> shown = RunFacts.withoutSecrets(
                List.of("report", "--db", "postgresql://me:secret@host/db?password=secret&a=b"));

        assertThat(shown).containsExactly("report", "--db", "postgresql://…@host/db?password=…&a=b");
    }
}
