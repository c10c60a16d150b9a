// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a nemesis does next, drawn from a seed. The same seed makes the same plan; whom a stroke hits follows from who
 * leads just then, so two runs of one plan differ.
 */
final class NemesisPlan {
    private static final double SHORTEST_LEASES = 0.2;
    private static final double LONGEST_LEASES = 3;
    private static final double LONGEST_PAUSE_LEASES = 0.8;
    private static final double AIMED = 0.8;

    private final Random random;
    private final List<NemesisFault> faults;
    private final int weights;

    /**
     * One thing it does.
     *
     * @param fault what
     * @param atLeader to a leader if there is one, else to anybody
     * @param pick chooses among those it may hit, not negative
     * @param leases for how many leases it lasts, if it lasts
     * @param pauseLeases for how many leases nothing follows
     */
    record Stroke(NemesisFault fault, boolean atLeader, int pick, double leases, double pauseLeases) {}

    /** {@code ownServer}: it may also hurt the database. */
    NemesisPlan(long seed, boolean ownServer) {
        this.random = new Random(seed);
        this.faults = Arrays.stream(NemesisFault.values())
                .filter(fault -> ownServer || !fault.needsServer())
                .toList();
        this.weights = faults.stream().mapToInt(NemesisFault::weight).sum();
    }

    Stroke next() {
        return new Stroke(
                fault(),
                random.nextDouble() < AIMED,
                random.nextInt(Integer.MAX_VALUE),
                SHORTEST_LEASES + random.nextDouble() * (LONGEST_LEASES - SHORTEST_LEASES),
                random.nextDouble() * LONGEST_PAUSE_LEASES);
    }

    private NemesisFault fault() {
        int drawn = random.nextInt(weights);
        for (NemesisFault fault : faults) {
            drawn -= fault.weight();
            if (drawn < 0) {
                return fault;
            }
        }
        throw new IllegalStateException("the weights do not add up");
    }
}
