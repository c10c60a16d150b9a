// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a world was reached, for a replay: at each step which of the moves there were, by their order.
 *
 * @param before how the world before it was reached; null for the first one
 * @param choice the place of the latest move among those there were
 * @param depth how many moves
 */
record Trail(@Nullable Trail before, int choice, int depth) {
    static final Trail BEGINNING = new Trail(null, -1, 0);

    Trail and(int next) {
        return new Trail(this, next, depth + 1);
    }

    List<Integer> choices() {
        List<Integer> choices = new ArrayList<>();
        for (Trail at = this; at.before != null; at = at.before) {
            choices.add(at.choice);
        }
        Collections.reverse(choices);
        return choices;
    }
}
