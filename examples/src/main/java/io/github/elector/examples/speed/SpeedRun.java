// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.speed;

import io.github.elector.examples.cli.Figures;
import io.github.elector.examples.cli.Percentiles;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The three measurements, one after the other. The first list comes first, in a JVM that has not warmed up. */
final class SpeedRun {
    // Long enough for the other to see on any database that nobody leads.
    private static final Duration STAY_OUT = Duration.ofSeconds(1);
    private static final long SHORTEST_PAUSE_MILLIS = 5;
    private static final long LONGEST_PAUSE_MILLIS = 25;
    private static final long LEAST_BETWEEN_TAKEOVERS_MILLIS = 1_100;

    private final List<SpeedMember> members;
    private final SpeedHistory history;
    private final Registrant registrant;
    private final SpeedTables tables;

    SpeedRun(List<SpeedMember> members, SpeedHistory history, Registrant registrant, SpeedTables tables) {
        this.members = members;
        this.history = history;
        this.registrant = registrant;
        this.tables = tables;
    }

    /** {@code told} hears of each round. */
    SpeedFigures run(
            int instances, int lists, int takenOver, int takeovers, int registrations, Consumer<JsonObject> told) {
        registrant.register(0, instances);
        List<Double> first = new ArrayList<>();
        for (int round = 0; round < lists; round++) {
            first.add(tell("firstList", firstList(instances), told));
        }
        registrant.unregister(takenOver, instances);

        long since = System.nanoTime();
        members.forEach(SpeedMember::campaign);
        Heard leading = history.awaitElected(since);
        history.awaitListed(leading);
        List<Double> taken = new ArrayList<>();
        for (int round = 0; round < takeovers; round++) {
            pause(LEAST_BETWEEN_TAKEOVERS_MILLIS + ThreadLocalRandom.current().nextLong(LONGEST_PAUSE_MILLIS));
            long asked = System.nanoTime();
            resign(leading.node());
            Heard revoked = history.awaitRevoked(asked);
            leading = history.awaitElected(revoked.nanos());
            taken.add(tell("takeover", millis(revoked, history.awaitListed(leading)), told));
        }

        List<Double> visible = new ArrayList<>();
        for (int round = 0; round < registrations; round++) {
            pause(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE_MILLIS, LONGEST_PAUSE_MILLIS));
            visible.add(tell("visible", registration(instances + round), told));
        }
        return new SpeedFigures(
                instances, takenOver, Percentiles.of(first), Percentiles.of(visible), Percentiles.of(taken));
    }

    private double firstList(int instances) {
        SpeedMember alone = members.get(0);
        long since = System.nanoTime();
        alone.campaign();
        Heard elected = history.awaitElected(since);
        Heard listed = history.awaitListed(elected);
        if (tables.rows() != instances) {
            throw new IllegalStateException("of " + instances + " instances " + tables.rows() + " are in SQL");
        }
        alone.retire();
        tables.clear();
        return millis(elected, listed);
    }

    private void resign(String node) {
        members.stream().filter(member -> member.node().equals(node)).forEach(member -> member.resign(STAY_OUT));
    }

    private double registration(int number) {
        registrant.register(number, number + 1);
        long since = System.nanoTime();
        return (tables.awaitRow(Registrant.name(number)) - since) / 1e6;
    }

    private static double millis(Heard from, Heard to) {
        return (to.nanos() - from.nanos()) / 1e6;
    }

    private static double tell(String what, double millis, Consumer<JsonObject> told) {
        told.accept(new JsonObject().put("measured", what).put("millis", Figures.rounded(millis)));
        return millis;
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
