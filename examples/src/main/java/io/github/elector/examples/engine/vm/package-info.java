// SPDX-License-Identifier: Apache-2.0

/**
 * The driver "vm": live provider JVMs on this host.
 *
 * <p>{@link io.github.elector.examples.engine.vm.Markers} says how a provider is known; {@code VmListWatch} is the source,
 * {@code ProcessTable} what it sees of the operating system.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.engine.vm;
