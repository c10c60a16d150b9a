// SPDX-License-Identifier: Apache-2.0
/** A world in true time with the shipped host in it, and a referee; see docs/simulation.md. */
package io.github.elector.simulation;
