// SPDX-License-Identifier: Apache-2.0

/**
 * The demonstration, which runs if no command is given: leaders are lost in several ways, which is told while it
 * happens and judged in the end. Begin with {@link io.github.elector.examples.demonstration.Demonstration}; the
 * command {@code takeover} measures one of these ways many times over.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.demonstration;
