// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A way to a broken promise.
 *
 * @param scope in which world
 * @param what the promise, and how it was broken
 * @param choices at each step which of the moves there were, by their order
 */
record Counterexample(Scope scope, String what, List<Integer> choices) {
    Counterexample {
        choices = List.copyOf(choices);
    }

    /** The same moves again, this time with notes; each numbered line is a move, and what follows is what it led to. */
    String story() {
        return replay(scope, choices) + "\n" + what + "\nreplay: -Delector.exploration=" + scope.name()
                + " -Delector.exploration.replay="
                + choices.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** What happens if these moves are made one after the other, to the first broken promise. */
    static String replay(Scope scope, List<Integer> choices) {
        StringBuilder story = new StringBuilder();
        List<String> notes = new ArrayList<>();
        World world = new World(scope);
        world.note(notes);
        int step = 0;
        @Nullable Violation found = null;
        for (int choice : choices) {
            notes.clear();
            List<Move> moves = world.moves();
            if (choice < 0 || choice >= moves.size()) {
                return story + "there is no move " + choice + " at step " + (step + 1) + ", but only " + moves;
            }
            try {
                world = world.after(moves.get(choice));
            } catch (Violation broken) {
                found = broken;
            }
            step++;
            story.append(String.format("%4d.", step))
                    .append(String.join("\n", notes))
                    .append('\n');
            if (found != null) {
                return story + found.getMessage();
            }
        }
        return story + "every promise holds";
    }

    @Override
    public String toString() {
        return what + " after " + choices.size() + " moves";
    }
}
