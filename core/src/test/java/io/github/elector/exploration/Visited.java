// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

/**
 * The worlds that were met, by their {@link Print}: 16 bytes each, in tables that are at most two thirds full. Any thread.
 */
final class Visited {
    private static final int STRIPES = 64;

    private final Stripe[] stripes = new Stripe[STRIPES];

    private static final class Stripe {
        private long[] slots = new long[2 * 1024];
        private int size;

        /** Open addressing; a slot of two zeros is free. */
        synchronized boolean add(long high, long low) {
            if (3L * (size + 1) > slots.length) {
                grow();
            }
            if (!put(slots, high, low)) {
                return false;
            }
            size++;
            return true;
        }

        private void grow() {
            long[] larger = new long[2 * slots.length];
            for (int i = 0; i < slots.length; i += 2) {
                if (slots[i] != 0 || slots[i + 1] != 0) {
                    put(larger, slots[i], slots[i + 1]);
                }
            }
            slots = larger;
        }

        private static boolean put(long[] slots, long high, long low) {
            int mask = slots.length - 1;
            int at = (int) (high << 1) & mask;
            while (slots[at] != 0 || slots[at + 1] != 0) {
                if (slots[at] == high && slots[at + 1] == low) {
                    return false;
                }
                at = (at + 2) & mask;
            }
            slots[at] = high;
            slots[at + 1] = low;
            return true;
        }

        synchronized long size() {
            return size;
        }

        synchronized long bytes() {
            return 8L * slots.length;
        }
    }

    Visited() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Stripe();
        }
    }

    /** Whether it is met for the first time. */
    boolean add(Print print) {
        // All zeros stand for nothing.
        long low = print.high() == 0 && print.low() == 0 ? 1 : print.low();
        return stripes[(int) (print.low() >>> 58)].add(print.high(), low);
    }

    /** How many there are. */
    long size() {
        long size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /** How much memory they take. */
    long bytes() {
        long bytes = 0;
        for (Stripe stripe : stripes) {
            bytes += stripe.bytes();
        }
        return bytes;
    }
}
