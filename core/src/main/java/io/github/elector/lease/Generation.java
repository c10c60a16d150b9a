// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * Which life of a database server answered: it changes when the server restarts or another one is promoted, the two
 * moments at which commits that were acknowledged may be gone.
 *
 * @param value what the store makes of it, compared for equality only; on PostgreSQL timeline and start of the postmaster
 */
public record Generation(String value) {
    public Generation {
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(
                    "generation is empty: a store must say which life of the server answered");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
