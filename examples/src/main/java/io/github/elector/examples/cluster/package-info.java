// SPDX-License-Identifier: Apache-2.0

/**
 * The command {@code replica}, and those who start such processes and watch them. Begin with {@link
 * io.github.elector.examples.cluster.Replica} for one, and with {@link io.github.elector.examples.cluster.Cluster}
 * and {@link io.github.elector.examples.cluster.History} for several.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.cluster;
