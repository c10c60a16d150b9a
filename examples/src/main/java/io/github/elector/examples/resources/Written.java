// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

/**
 * What a transaction wrote.
 *
 * @param upserts rows inserted or updated
 * @param deletes rows deleted
 * @param unchanged rows that were so already, and changes that were not newer
 */
public record Written(int upserts, int deletes, int unchanged) {
    /** Nothing at all. */
    public static final Written NOTHING = new Written(0, 0, 0);

    /** Both together. */
    public Written plus(Written other) {
        return new Written(upserts + other.upserts, deletes + other.deletes, unchanged + other.unchanged);
    }
}
