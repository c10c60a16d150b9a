// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.AsLongAsAsked;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an exploration rests on: that a copy is exact, and that worlds which are taken for the same are the same. */
@AsLongAsAsked
class WorldTest {
    private static final int WALKS = 5;
    private static final int STEPS = 60;
    private static final boolean WHOLE = "whole".equals(System.getProperty("elector.exploration.compare"));
    private static final int MOST_PRINTS = WHOLE ? Integer.MAX_VALUE : 4_000;

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

    static List<Scope> comparedScopes() {
        return WHOLE
                ? Scopes.small()
                : List.of(
                        Scopes.world("losses", 2, 2, 4_100, Map.of(Fault.LOSS, 2)),
                        Scopes.world("mixed", 2, 1, 2_000, Scopes.all(1)),
                        Scopes.world("three", 3, 1, 50, Map.of(Fault.LOSS, 1)));
    }

    /**
     * Whenever a print is met again, on whatever way, what follows has the same prints as what followed the first time. By
     * {@code -Delector.exploration.compare=whole} in all of the worlds that every build explores.
     */
    @ParameterizedTest
    @MethodSource("comparedScopes")
    void worldsWithTheSamePrintGoOnInTheSameWay(Scope scope) {
        Map<Print, List<Print>> known = new HashMap<>();
        Deque<World> open = new ArrayDeque<>(List.of(new World(scope)));
        int metAgain = 0;
        while (!open.isEmpty() && known.size() < MOST_PRINTS) {
            World world = open.removeFirst();
            List<World> next = world.moves().stream().map(world::after).toList();
            List<Print> prints = next.stream().map(Canon::of).sorted().toList();
            List<Print> before = known.putIfAbsent(Canon.of(world), prints);
            if (before == null) {
                open.addAll(next);
            } else {
                metAgain++;
                assertThat(prints)
                        .as("what follows at %s ns: %s", world.now, world.moves())
                        .isEqualTo(before);
            }
        }
        System.out.printf("world %s: %,d prints, %,d met again%n", scope.name(), known.size(), metAgain);
        assertThat(metAgain).as("prints that were met again").isGreaterThan(500);
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
