// SPDX-License-Identifier: Apache-2.0
/**
 * The elector on a Vert.x context: the one place where the pure machines meet a store, timers and the event bus.
 *
 * <p>{@link io.github.elector.driver.HostDriver} owns the one mutable state. An event goes into the host, the commands
 * that come out are run in order, and only then the next event is taken.
 */
package io.github.elector.driver;
