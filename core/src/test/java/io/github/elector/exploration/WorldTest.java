// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an exploration rests on: that a copy is exact, and that worlds which are taken for the same are the same. */
class WorldTest {
    private static final int WALKS = 10;
    private static final int STEPS = 60;
    private static final int MOST_WALKS = 1_000;
    private static final int COMPARED = 200;
    private static final int LOOKAHEAD = 4;

    static List<Scope> scopes() {
        return List.of(Scopes.everything(2), Scopes.everything(3));
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void whatFollowsFromAWorldDoesNotChangeIt(Scope scope) {
        Random random = new Random(1);
        for (int walk = 0; walk < WALKS; walk++) {
            World world = new World(scope);
            for (int step = 0; step < STEPS; step++) {
                List<Move> moves = world.moves();
                if (moves.isEmpty()) {
                    break;
                }
                Print before = Canon.of(world);
                World next = world.after(moves.get(random.nextInt(moves.size())));
                wander(next, random, 5);

                assertThat(Canon.of(world)).isEqualTo(before);
                assertThat(world.moves()).isEqualTo(moves);
                world = next;
            }
        }
    }

    private static void wander(World from, Random random, int steps) {
        World world = from;
        for (int i = 0; i < steps; i++) {
            List<Move> moves = world.moves();
            if (moves.isEmpty()) {
                return;
            }
            world = world.after(moves.get(random.nextInt(moves.size())));
        }
    }

    /** A world that was copied before each of its moves goes on like one whose nodes were never copied. */
    @ParameterizedTest
    @MethodSource("scopes")
    void sameMovesLeadToTheSameWorldHoweverOftenItIsCopied(Scope scope) {
        Random random = new Random(2);
        for (int walk = 0; walk < WALKS; walk++) {
            World once = new World(scope);
            World often = new World(scope);
            for (int step = 0; step < STEPS; step++) {
                List<Move> moves = once.moves();
                assertThat(often.moves()).isEqualTo(moves);
                if (moves.isEmpty()) {
                    break;
                }
                Move move = moves.get(random.nextInt(moves.size()));
                once = once.after(move);
                often = copiedTwice(often).after(move);

                assertThat(Canon.of(often)).isEqualTo(Canon.of(once));
            }
        }
    }

    private static World copiedTwice(World world) {
        for (int i = 0; i < world.nodes.length; i++) {
            world.nodes[i] = world.nodes[i].copy().copy();
        }
        return world;
    }

    /**
     * Two worlds with one print that were reached on different ways have as many moves, what follows from them has the
     * same prints, and so on for some moves.
     */
    @ParameterizedTest
    @MethodSource("scopes")
    void worldsWithTheSamePrintGoOnInTheSameWay(Scope scope) {
        Map<Print, World> known = new HashMap<>();
        int compared = 0;
        Random random = new Random(3);
        for (int walk = 0; walk < MOST_WALKS && compared < COMPARED; walk++) {
            World world = new World(scope);
            for (List<Move> moves = world.moves(); !moves.isEmpty() && compared < COMPARED; moves = world.moves()) {
                World other = known.putIfAbsent(Canon.of(world), world);
                if (other != null && random.nextInt(20) == 0) {
                    compared++;
                    assertThatBothGoOnAlike(world, other, random);
                }
                world = world.after(calm(moves, random));
            }
        }
        assertThat(compared).as("worlds with a known print").isEqualTo(COMPARED);
    }

    /** Faults are rarer than they might be, so that the walks meet. */
    private static Move calm(List<Move> moves, Random random) {
        return moves.get(random.nextInt(random.nextInt(4) == 0 ? moves.size() : 1));
    }

    private static void assertThatBothGoOnAlike(World world, World twin, Random random) {
        World one = world;
        World other = twin;
        for (int step = 0; step < LOOKAHEAD; step++) {
            Map<Print, World> after = following(one);
            Map<Print, World> afterOther = following(other);
            assertThat(afterOther.keySet())
                    .as("what follows from %s and %s", one.moves(), other.moves())
                    .isEqualTo(after.keySet());
            assertThat(other.moves()).hasSameSizeAs(one.moves());
            if (after.isEmpty()) {
                return;
            }
            List<Print> prints = new ArrayList<>(after.keySet());
            Print next = prints.get(random.nextInt(prints.size()));
            one = Objects.requireNonNull(after.get(next));
            other = Objects.requireNonNull(afterOther.get(next));
        }
    }

    private static Map<Print, World> following(World world) {
        Map<Print, World> following = new TreeMap<>();
        for (Move move : world.moves()) {
            World next = world.after(move);
            following.put(Canon.of(next), next);
        }
        return following;
    }

    /** What a clock shows does not count, only what has passed by it does. */
    @ParameterizedTest
    @MethodSource("scopes")
    void otherReadingsOfTheClocksMakeNoDifference(Scope scope) {
        Random random = new Random(4);
        for (int walk = 0; walk < WALKS; walk++) {
            World one = new World(scope);
            World other = new World(Scopes.withOtherClocks(scope));
            other.databaseOffsetMillis = 86_400_000;
            for (int step = 0; step < STEPS; step++) {
                List<Move> moves = one.moves();
                assertThat(other.moves()).isEqualTo(moves);
                assertThat(Canon.of(other)).isEqualTo(Canon.of(one));
                if (moves.isEmpty()) {
                    break;
                }
                Move move = moves.get(random.nextInt(moves.size()));
                one = one.after(move);
                other = other.after(move);
            }
        }
    }

    @Test
    void equalMachinesMayChangePlaces() {
        assertThat(Places.of(Scopes.everything(3).machines())).hasSize(2);
        assertThat(Places.of(Scopes.everything(2).machines())).hasSize(1);
    }
}
