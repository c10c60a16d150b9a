// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.simulation.Tally.Kind;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a replica: what is sent on it is executed and answered in order, unless it is late, or the network
 * keeps no order at all. Answers may come twice.
 *
 * <p>A request that is given up may still be executed, long after, also when its sender is dead.
 */
final class Line {
    private final World world;
    private final Replica replica;
    private final boolean inOrder;
    private long nextExecution;
    private long nextAnswer;

    Line(World world, Replica replica) {
        this.world = world;
        this.replica = replica;
        this.inOrder = world.scenario.network().inOrder();
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
            replica.troubled();
            world.say(() -> replica + " " + call + " is lost");
            return;
        }
        boolean late = world.delays();
        long at = world.timeline.now() + world.latency() + (late ? lateness() : 0);
        if (late) {
            world.tally.add(Kind.LATE_EXECUTIONS);
        } else if (inOrder) {
            at = Math.max(at, nextExecution);
            nextExecution = at;
        }
        world.effectAt(at);
        world.timeline.at(at, () -> execute(call, late, incarnation, statement, onAnswer));
    }

    private long lateness() {
        replica.troubled();
        return world.lateness();
    }

    private <T> void execute(
            Call call, boolean late, int incarnation, Supplier<@Nullable T> statement, Consumer<T> onAnswer) {
        if (world.database.isDown()) {
            replica.troubled();
        }
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
        if (answer == null && !call.settled) {
            // It waits for a row, until it gets it or is given up, which the server does a little before its sender.
            world.timeline.after(world.latency(), () -> execute(call, late, incarnation, statement, onAnswer));
        }
        if (answer == null) {
            return;
        }
        world.say(() -> replica + " " + call + " is executed" + (late ? ", late" : "") + ": " + answer);
        if (replica.answersAreCut || world.loses()) {
            world.tally.add(Kind.LOST_ANSWERS);
            replica.troubled();
            world.say(() -> replica + " the answer to " + call + " is lost");
            return;
        }
        Runnable arrival =
                () -> replica.arrive(incarnation, () -> replica.answered(call, () -> onAnswer.accept(answer)));
        boolean lateAnswer = world.delays();
        long at = world.timeline.now() + world.latency() + (lateAnswer ? lateness() : 0);
        if (!late && !lateAnswer && inOrder) {
            at = Math.max(at, nextAnswer);
        }
        world.tally.add(Kind.REORDERED_ANSWERS, at < nextAnswer ? 1 : 0);
        nextAnswer = Math.max(nextAnswer, late || lateAnswer ? 0 : at);
        world.effectAt(at);
        world.timeline.at(at, arrival);
        if (world.repeats()) {
            long again = at + world.latency() + (world.delays() ? world.lateness() : 0);
            world.effectAt(again);
            world.timeline.at(again, arrival);
        }
    }
}
