// SPDX-License-Identifier: Apache-2.0
/**
 * The shipped driver under virtual time: real Vertx instances whose event loops are driven by hand; see
 * docs/driver-simulation.md.
 */
package io.github.elector.driver.simulation;
