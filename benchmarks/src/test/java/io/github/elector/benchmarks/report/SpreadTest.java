// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void ratioIsLeastWhereTheOtherIsMost() {
        assertThat(new Spread(2, 3, 4).by(new Spread(1, 2, 8))).isEqualTo(new Spread(0.25, 1.5, 4));
    }

    @Test
    void nothingBoundsARatioToWhatMayBeNothing() {
        JsonObject json = new JsonObject();

        Spread ratio = new Spread(2, 3, 4).by(new Spread(-1, 2, 8));
        ratio.writeTo(json, "value");

        assertThat(ratio.isOnBothSidesOf(1_000)).isTrue();
        assertThat(Spread.text(new JsonObject(json.encode()), "value")).isEqualTo("1.50 (0.250 to ∞)");
    }

    @Test
    void whatWasMeasuredOnceHasNoSpread() {
        JsonObject json = new JsonObject();

        Spread.exactly(7).writeTo(json, "value");

        assertThat(Spread.text(json, "value")).isEqualTo("7.00");
        assertThat(Spread.text(json, "floor")).isEqualTo("–");
    }

    /** Who does something in every other part takes as much in each half. */
    @Test
    void partsAreTakenTogetherForHalfOfTheTime() {
        assertThat(Spread.overTime(5, List.of(0.0, 10.0, 0.0, 10.0))).isEqualTo(new Spread(5, 5, 5));
        assertThat(Spread.overTime(5, List.of(0.0, 0.0, 10.0, 10.0))).isEqualTo(new Spread(0, 5, 10));
        assertThat(Spread.overTime(5, List.of())).isEqualTo(new Spread(5, 5, 5));
    }
}
