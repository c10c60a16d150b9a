// SPDX-License-Identifier: Apache-2.0

/** The command {@code handover}: how long it takes one process to hand a component to another. */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.handover;
