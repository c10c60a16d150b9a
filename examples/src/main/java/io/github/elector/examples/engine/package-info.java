// SPDX-License-Identifier: Apache-2.0

/**
 * The component "engine": which processes run our applications, whether they have registered or not.
 *
 * <p>Read {@link io.github.elector.examples.engine.ListWatch} first: the contract of every source, which is that of the
 * Kubernetes API. The driver {@code engine.vm} knows JVMs on this host; write another by writing that interface.
 */
@org.jspecify.annotations.NullMarked
package io.github.elector.examples.engine;
