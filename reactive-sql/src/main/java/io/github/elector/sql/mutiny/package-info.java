// SPDX-License-Identifier: Apache-2.0
/**
 * The fences for who writes Mutiny: {@link io.github.elector.sql.Fence} and {@link io.github.elector.sql.FenceTable} with a
 * {@code Uni} wherever those have a future. Optional. What {@link io.github.elector.mutiny} says of laziness, contexts,
 * cancellation and waiting holds here too.
 */
package io.github.elector.sql.mutiny;
