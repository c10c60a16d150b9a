// SPDX-License-Identifier: Apache-2.0
package io.github.elector.election;

import java.util.List;

/**
 * The answer of a state to an event.
 *
 * @param next the state from now on
 * @param commands what to do then, in this order
 */
public record Step(ElectionState next, List<ElectionCommand> commands) {
    static Step to(ElectionState next) {
        return new Step(next, List.of());
    }

    static Step to(ElectionState next, ElectionCommand command) {
        return new Step(next, List.of(command));
    }

    static Step to(ElectionState next, ElectionCommand first, ElectionCommand second) {
        return new Step(next, List.of(first, second));
    }
}
