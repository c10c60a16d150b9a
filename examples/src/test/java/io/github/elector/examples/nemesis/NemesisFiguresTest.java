// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.examples.cli.RunFacts;
import io.github.elector.examples.nemesis.ListAccount.Count;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a nemesis came to is judged and told. */
class NemesisFiguresTest {
    private static final ListAccount GOOD = new ListAccount(new Count(90, 90), new Count(3, 0), new Count(2, 1), 0, 0);
    private static final TermAccount CALM = terms(0, 0);

    private final Map<ListKind, ListAccount> lists =
            new EnumMap<>(Map.of(ListKind.STATEMENT, GOOD, ListKind.TRANSACTION, GOOD, ListKind.UNFENCED, GOOD));

    @Test
    void runInWhichEverythingHeldHasNoViolation() {
        assertThat(figures(CALM).violations()).isEmpty();
    }

    @Test
    void overlapsAndTermsThatDoNotGrowAreViolations() {
        assertThat(figures(terms(1, 0)).violations()).singleElement().asString().contains("earlier one", "was valid");
        assertThat(figures(terms(0, 1)).violations()).singleElement().asString().contains("no larger number");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNFENCED")
    void whatTheFenceLetsThroughIsAViolation(ListKind kind) {
        lists.put(kind, new ListAccount(new Count(90, 88), new Count(3, 1), new Count(2, 1), 4, 1));

        assertThat(figures(CALM).violations())
                .hasSize(4)
                .anyMatch(violation -> violation.startsWith("2 acknowledged updates are lost"))
                .anyMatch(violation -> violation.startsWith("4 writes of an older term"))
                .anyMatch(violation -> violation.startsWith("1 refused writes took effect"))
                .anyMatch(violation -> violation.startsWith("1 lists cannot be followed"));
    }

    @Test
    void whatIsLostWithoutAFenceIsMeasuredAndNotJudged() {
        lists.put(ListKind.UNFENCED, new ListAccount(new Count(90, 50), new Count(0, 0), new Count(2, 1), 4, 0));

        NemesisFigures figures = figures(CALM);

        assertThat(figures.violations()).isEmpty();
        assertThat(figures.toJson()
                        .getJsonObject("lists")
                        .getJsonObject("unfenced")
                        .getLong("lost"))
                .isEqualTo(40);
    }

    @Test
    void runThatProvesNothingIsAViolation() {
        assertThat(figures(3, CALM).violations()).singleElement().asString().startsWith("1 leader changes are missing");
        lists.put(ListKind.STATEMENT, new ListAccount(new Count(0, 0), new Count(0, 0), new Count(0, 0), 0, 0));
        assertThat(figures(CALM).violations()).singleElement().asString().contains("wrote nothing");
    }

    @Test
    void tableFitsIn80ColumnsOfAsciiAndEndsWithTheViolations() {
        lists.put(
                ListKind.STATEMENT,
                new ListAccount(new Count(9_000_000, 8_000_000), new Count(3, 1), new Count(2, 1), 4, 1));

        String table =
                NemesisTable.of("nemesis: three replicas", List.of(RunFacts.line("seed", "7")), figures(terms(123, 1)));

        assertThat(table.lines()).allMatch(line -> line.length() <= 80).last().isEqualTo("violations: 6");
        assertThat(table).matches("[\\n\\x20-\\x7e]*").contains("9,000,000", "1,000,000");
    }

    @Test
    void planOfASeedIsTheSameEachTime() {
        assertThat(plan(7, true)).isEqualTo(plan(7, true)).isNotEqualTo(plan(8, true));
    }

    @Test
    void everyFaultIsDrawnAndThoseOfTheServerOnlyIfItIsOurs() {
        assertThat(plan(7, true).stream().map(NemesisPlan.Stroke::fault).distinct())
                .containsExactlyInAnyOrder(NemesisFault.values());
        assertThat(plan(7, false).stream().map(NemesisPlan.Stroke::fault)).noneMatch(NemesisFault::needsServer);
    }

    private static List<NemesisPlan.Stroke> plan(long seed, boolean ownServer) {
        NemesisPlan plan = new NemesisPlan(seed, ownServer);
        return IntStream.range(0, 1_000).mapToObj(number -> plan.next()).toList();
    }

    private NemesisFigures figures(TermAccount terms) {
        return figures(2, terms);
    }

    private NemesisFigures figures(int wanted, TermAccount terms) {
        Map<NemesisFault, Integer> strokes = new HashMap<>();
        Arrays.stream(NemesisFault.values()).forEach(fault -> strokes.put(fault, 1_000));
        return new NemesisFigures(wanted, terms, lists, strokes, new PauseAccount(30, 20, 10, 5), 1, 12.5);
    }

    private static TermAccount terms(int overlaps, int backward) {
        return new TermAccount(3, overlaps, backward, List.of(), Map.of("store-unreachable", List.of(12.0, 123_456.0)));
    }
}
