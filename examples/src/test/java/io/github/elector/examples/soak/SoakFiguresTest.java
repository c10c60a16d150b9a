// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of a soak sees what grows. */
class SoakFiguresTest {
    private static final int SAMPLES = 100;
    private static final long MINUTE = 60_000_000_000L;

    @Test
    void whatGoesUpAndDownIsNoViolation() {
        SoakFigures figures = SoakFigures.of(samples(Gauge.THREADS, number -> 20 + number % 7));

        assertThat(figures.violations()).isEmpty();
        assertThat(figures.trends()).hasSize(Gauge.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void whatGrowsByMoreThanItMayIsAViolation(Gauge gauge) {
        double beyond = gauge.tolerance() * 1.2 / SAMPLES;
        double within = gauge.tolerance() * 0.9 / SAMPLES;

        assertThat(SoakFigures.of(samples(gauge, number -> 10 + beyond * number))
                        .violations())
                .singleElement()
                .asString()
                .startsWith(gauge.title() + " grew by");
        assertThat(SoakFigures.of(samples(gauge, number -> 10 + within * number))
                        .violations())
                .isEmpty();
        assertThat(SoakFigures.of(samples(gauge, number -> 1_000 - beyond * number))
                        .violations())
                .isEmpty();
    }

    @Test
    void slopeIsThatOfTheLineThatFitsBest() {
        SoakTrend trend = SoakTrend.of(Gauge.HEAP, samples(Gauge.HEAP, number -> 30 + 0.5 * number));

        assertThat(trend.perHour()).isCloseTo(30, within(0.001));
        assertThat(trend.first()).isCloseTo(32.25, within(0.001));
        assertThat(trend.last()).isCloseTo(77.25, within(0.001));
        assertThat(trend.highest()).isCloseTo(79.5, within(0.001));
    }

    @Test
    void whatCannotBeSeenEverywhereIsLeftOut() {
        List<SoakSample> samples = samples(Gauge.HEAP, number -> 30);
        samples.get(17).values().remove(Gauge.TIMERS);

        assertThat(SoakFigures.of(samples).trends())
                .extracting(SoakTrend::gauge)
                .doesNotContain(Gauge.TIMERS);
    }

    @Test
    void soakInWhichNothingHappensIsAViolation() {
        List<SoakSample> idle = samples(Gauge.HEAP, number -> 30).stream()
                .map(sample -> new SoakSample(sample.nanos(), 7, sample.values()))
                .toList();

        assertThat(SoakFigures.of(idle).violations()).singleElement().asString().contains("too few to show anything");
    }

    @Test
    void fewSamplesAreRefused() {
        assertThatThrownBy(
                        () -> SoakFigures.of(samples(Gauge.HEAP, number -> 30).subList(0, 9)))
                .hasMessageContaining("9 samples are too few");
    }

    @Test
    void tableFitsIn80ColumnsOfAsciiAndEndsWithTheViolations() {
        List<String> table =
                SoakFigures.of(samples(Gauge.HEAP, number -> 1_000.0 * number)).table();

        assertThat(table).allMatch(line -> line.length() <= 80 && line.matches("[\\x20-\\x7e]*"));
        assertThat(table).last().isEqualTo("violations: 1");
    }

    /** One a minute, two terms each; all other gauges stand still. */
    private static List<SoakSample> samples(Gauge moving, IntToDoubleFunction value) {
        return IntStream.range(0, SAMPLES)
                .mapToObj(number -> {
                    Map<Gauge, Double> values = new EnumMap<>(Gauge.class);
                    Arrays.stream(Gauge.values()).forEach(gauge -> values.put(gauge, 5.0));
                    values.put(moving, value.applyAsDouble(number));
                    return new SoakSample(number * MINUTE, 2L * number, values);
                })
                .toList();
    }
}
