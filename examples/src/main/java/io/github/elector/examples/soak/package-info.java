// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code soak}: terms begin and end in one process for hours, and what it uses must not grow. Begin with
 * {@link io.github.elector.examples.soak.SoakRun}, and with {@link io.github.elector.examples.soak.Gauge} for what
 * is counted.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.soak;
