// SPDX-License-Identifier: Apache-2.0

/**
 * Programs to run, to measure with and to copy from. This package is the entry of {@code elector-demo.jar}: it knows
 * every command, and no command knows it. Each program has a package of its own; what they share is in {@code cli},
 * {@code database} and {@code cluster}. Packages depend on each other in one direction only.
 *
 * <p>To copy from, begin with {@link io.github.elector.examples.cluster.Replica}: a whole replica, with work that
 * writes through the fence and an end in order.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples;
