// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.simulation.Tally.Kind;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a replica: what is sent on it is executed and answered in order, unless it is late.
 *
 * <p>A request that is given up may still be executed, long after, also when its sender is dead.
 */
final class Line {
    private final World world;
    private final Replica replica;
    private long nextExecution;
    private long nextAnswer;

    Line(World world, Replica replica) {
        this.world = world;
        this.replica = replica;
    }

    /** A connection that does not answer is replaced: what is sent next waits for nothing. */
    void replace() {
        nextExecution = 0;
        nextAnswer = 0;
    }

    <T> void send(Call call, Supplier<@Nullable T> statement, Consumer<T> onAnswer) {
        int incarnation = replica.incarnation();
        if (replica.requestsAreCut || world.loses()) {
            world.tally.add(Kind.LOST_REQUESTS);
            world.say(() -> replica + " " + call + " is lost");
            return;
        }
        boolean late = world.delays();
        long way = world.latency() + (late ? world.lateness() : 0);
        long at = world.timeline.now() + way;
        if (!late) {
            at = Math.max(at, nextExecution);
            nextExecution = at;
        } else {
            world.tally.add(Kind.LATE_EXECUTIONS);
        }
        world.effectAt(at);
        world.timeline.at(at, () -> execute(call, late, incarnation, statement, onAnswer));
    }

    private <T> void execute(
            Call call, boolean late, int incarnation, Supplier<@Nullable T> statement, Consumer<T> onAnswer) {
        if (world.database.isDown() && world.chance.percent(50)) {
            // It waits in a queue, until there is a server again or its sender gives up.
            world.timeline.after(world.latency(), () -> execute(call, late, incarnation, statement, onAnswer));
            return;
        }
        if (world.database.isDown()) {
            world.say(() -> replica + " " + call + " finds no server");
            return;
        }
        T answer = statement.get();
        world.say(() -> replica + " " + call + " is executed" + (late ? ", late" : "") + ": " + answer);
        if (answer == null) {
            return;
        }
        if (replica.answersAreCut || world.loses()) {
            world.tally.add(Kind.LOST_ANSWERS);
            world.say(() -> replica + " the answer to " + call + " is lost");
            return;
        }
        boolean lateAnswer = world.delays();
        long at = world.timeline.now() + world.latency() + (lateAnswer ? world.lateness() : 0);
        if (!late && !lateAnswer) {
            at = Math.max(at, nextAnswer);
            nextAnswer = at;
        }
        world.effectAt(at);
        world.timeline.at(
                at, () -> replica.arrive(incarnation, () -> replica.answered(call, () -> onAnswer.accept(answer))));
    }
}
