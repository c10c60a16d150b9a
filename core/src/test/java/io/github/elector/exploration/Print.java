// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

/** The canonical form of a world, as so many bits that two different worlds do not have the same. */
record Print(long high, long low) implements Comparable<Print> {
    @Override
    public int compareTo(Print other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
