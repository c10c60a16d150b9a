// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.Map;

/**
 * How many faults may still happen: of each kind, and in all.
 *
 * @param packed four bits for each kind in the order of {@link Fault}, and above them four for the sum
 */
record Budget(long packed) {
    private static final int BITS = 4;
    private static final int MOST = (1 << BITS) - 1;
    private static final int SUM = BITS * Fault.values().length;

    static Budget of(Map<Fault, Integer> limits, int inAll) {
        long packed = (long) checked("faults in all", inAll) << SUM;
        for (Map.Entry<Fault, Integer> limit : limits.entrySet()) {
            packed |= (long) checked(limit.getKey().name(), limit.getValue()) << shift(limit.getKey());
        }
        return new Budget(packed);
    }

    private static int checked(String what, int limit) {
        if (limit < 0 || limit > MOST) {
            throw new IllegalArgumentException(what + " (" + limit + ") must be between 0 and " + MOST);
        }
        return limit;
    }

    boolean allows(Fault fault) {
        return !isSpent() && left(shift(fault)) > 0;
    }

    /** Whether nothing can go wrong any more. */
    boolean isSpent() {
        if (left(SUM) == 0) {
            return true;
        }
        for (Fault fault : Fault.values()) {
            if (left(shift(fault)) > 0) {
                return false;
            }
        }
        return true;
    }

    Budget spend(Fault fault) {
        if (!allows(fault)) {
            throw new IllegalStateException("no " + fault + " is left");
        }
        return new Budget(packed - (1L << shift(fault)) - (1L << SUM));
    }

    @SuppressWarnings("EnumOrdinal") // Never leaves this JVM.
    private static int shift(Fault fault) {
        return BITS * fault.ordinal();
    }

    private int left(int shift) {
        return (int) (packed >>> shift) & MOST;
    }
}
