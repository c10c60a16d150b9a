// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code registry}: how soon SQL has what a registry has. Begin with
 * {@link io.github.elector.examples.speed.SpeedRun}, which is what is measured and in which order.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.speed;
