// SPDX-License-Identifier: Apache-2.0
package io.github.elector.bugs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every mistake is still one that the shipped code can be given, and those that few schedules catch are caught in every
 * build. {@link BugHuntTest} catches all of them.
 */
class SeededBugsTest {
    private static final int SCHEDULES = 300;
    private static final Workshop WORKSHOP = new Workshop();

    static Stream<Bug> all() {
        return Bug.all().stream();
    }

    @AfterAll
    static void close() throws IOException {
        WORKSHOP.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void mistakeIsAChangeOfTheShippedCodeAndCaughtIfFewSchedulesDo(Bug bug) {
        Mutant mutant = new Mutant(WORKSHOP.compile(bug.changes()));

        Bug.World world = bug.world();
        if (world != null && bug.isQuick()) {
            assertThat(mutant.hunt(world, BugHuntTest.FIRST_SEED, SCHEDULES))
                    .as("caught within %d schedules", SCHEDULES)
                    .isNotNull();
        }
    }

    @Test
    void unchangedCodePassesTheSameHunt() {
        Mutant unchanged = new Mutant(WORKSHOP.compileUnchanged("io/github/elector/host/Host.java"));

        assertThat(unchanged.hunt(Bug.World.HOST, BugHuntTest.FIRST_SEED, 100)).isNull();
    }

    @Test
    void thereAreThirtyMistakesThatSchedulesCatch() {
        assertThat(all().filter(bug -> bug.world() != null)).hasSizeGreaterThanOrEqualTo(30);
    }

    @Test
    void everyMistakeStandsInTheTablesOfTheDocumentation() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("..", "docs", "seeded-bugs.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> line.replaceAll("^(\\| \\d+ \\| [^|]*\\|).*", "$1"))
                .toList();

        assertThat(rows)
                .as("rows of docs/seeded-bugs.md: paste what BugHuntTest prints")
                .containsExactlyInAnyOrderElementsOf(all().map(bug -> "| " + bug.number() + " | " + bug.title() + " |")
                        .toList());
    }

    @Test
    void textThatIsNotThereOrThereTwiceIsNamed() {
        Change change = new Change("a/B.java", "x > 0", "x >= 0");

        assertThat(change.applyTo("return x > 0;")).isEqualTo("return x >= 0;");
        assertThatThrownBy(() -> change.applyTo("return x > 1;"))
                .hasMessageContaining("a/B.java no longer says")
                .hasMessageContaining("x > 0");
        assertThatThrownBy(() -> change.applyTo("x > 0 && x > 0")).hasMessageContaining("more than once");
    }

    @Test
    void mistakeThatDoesNotCompileSaysWhy() {
        Change change = new Change("io/github/elector/host/Wakes.java", "Long.signum(", "Long.sign(");

        assertThatThrownBy(() -> WORKSHOP.compile(List.of(change))).hasMessageContaining("sign");
    }

    @Test
    void resourceThatIsNotOneOfOursIsRefused() {
        assertThatThrownBy(() -> Bug.parse("07-x", List.of("titel: x"))).hasMessageContaining("07-x: 'titel: x'");
        assertThatThrownBy(() -> Bug.parse("07-x", List.of("title: x", "whose: y")))
                .hasMessageContaining("changes");
        assertThatThrownBy(() -> Bug.parse("07-x", List.of("title: x", "whose: y", "--- A.java", "text")))
                .hasMessageContaining("'--- instead'");
    }
}
