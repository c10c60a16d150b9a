// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Every choice of a schedule: the same seed makes the same ones on every machine. */
public final class Chance {
    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    public boolean percent(double percent) {
        return random.nextDouble() * 100 < percent;
    }

    /** Both ends included. */
    public long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high + 1);
    }

    /** As many short ones as long ones on a logarithmic scale: most faults are over soon, a few last. */
    public long skewed(long low, long high) {
        double share = random.nextDouble();
        return low + (long) ((high - low) * share * share * share);
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    public long bits() {
        return random.nextLong();
    }
}
