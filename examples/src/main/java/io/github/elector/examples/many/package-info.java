// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code many}: what very many components cost a process and a database, counted on the wire. Begin with
 * {@link io.github.elector.examples.many.Many}, and with {@link io.github.elector.examples.many.ManyMember} for the
 * process that leads them.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.many;
