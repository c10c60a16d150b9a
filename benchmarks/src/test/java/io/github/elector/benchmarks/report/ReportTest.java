// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.benchmarks.scenarios.Scenario;
import io.github.elector.sql.testing.EmbeddedPostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ReportTest {
    @TempDir
    private Path folder;

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "foo",
                "mysql://me:hunter2@host/db",
                "postgresql://me:the hunter2@host/db",
                "postgresql://me:hun/hunter2@host/db",
                "postgresql://me:hunter2@host",
                "env:ELECTOR_NO_SUCH_VARIABLE",
                "postgresql://me:hunter2@127.0.0.1:1/db"
            })
    void aDatabaseThatCannotBeUsedIsAWrongCommandLineThatTellsNoPassword(String database) {
        assertThat(refused("--db", database, "--out", folder.toString()))
                .startsWith("--db")
                .doesNotContain("hunter2", "\tat ");
    }

    @Test
    void whatIsWrongWithADatabaseIsSaid() {
        assertThat(refused("--db", "mysql://me:secret@host/db", "--out", folder.toString()))
                .contains("'mysql://host/db'")
                .contains("give postgresql://user:password@host:port/database");
        assertThat(refused("--db", "postgresql://me:secret@127.0.0.1:1/db", "--out", folder.toString()))
                .contains("postgresql://127.0.0.1:1/db")
                .contains("Connection refused");
        assertThat(refused("--db", "env:ELECTOR_NO_SUCH_VARIABLE", "--out", folder.toString()))
                .contains("ELECTOR_NO_SUCH_VARIABLE");
        assertThat(GivenDatabase.uri("postgresql://me:secret@host/db?a=b"))
                .isEqualTo("postgresql://me:secret@host/db?a=b");
    }

    @Test
    void aDatabaseThatMayLoseWhatItAcknowledgedIsAWrongCommandLine() {
        try (EmbeddedPostgresServer server = new EmbeddedPostgresServer()) {
            assertThat(refused("--db", server.uri(), "--out", folder.toString()))
                    .contains("fsync = off")
                    .contains("set it to on");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsAWrongCommandLine() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(refused("--out", file.resolve("below").toString())).contains("--out is '" + file + "/below'");
        assertThat(refused("--out", file.toString())).contains("--out is '" + file + "'");
    }

    @Test
    void allScenariosAreInEveryPlanAndTheLargestInFifteenMinutes() {
        assertThat(new Plan(5).scenarios(System.nanoTime()))
                .extracting(Scenario::key)
                .containsExactly(
                        "floor",
                        "first-election",
                        "clean-handover",
                        "event-loop",
                        "many-components",
                        "replicas",
                        "takeover");
        assertThat(new Plan(15).components()).containsExactly(1, 100, 1_000, 10_000);
        assertThat(new Plan(15).replicas()).containsExactly(2, 10, 50);
        assertThatThrownBy(() -> new Plan(121)).hasMessageContaining("121");
    }

    @Test
    void takeoversHaveTheTimeThatIsLeft() {
        Plan plan = new Plan(15);

        assertThat(plan.takeovers(Duration.ZERO)).isEqualTo(Duration.ofSeconds(150));
        assertThat(plan.takeovers(Duration.ofMinutes(13))).isEqualTo(Duration.ofSeconds(115));
        assertThat(plan.takeovers(Duration.ofMinutes(16))).isEqualTo(Duration.ofMinutes(1));
        assertThat(new Plan(5).takeovers(Duration.ZERO)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void thePasswordOfACommandLineIsNotInTheFacts() {
        List<String> shown = RunFacts.withoutSecrets(
                List.of("report", "--db", "postgresql://me:secret@host/db?password=secret&a=b"));

        assertThat(shown).containsExactly("report", "--db", "postgresql://…@host/db?password=…&a=b");
    }
}
