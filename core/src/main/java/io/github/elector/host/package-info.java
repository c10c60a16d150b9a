// SPDX-License-Identifier: Apache-2.0
/**
 * A host: one session, the elections that campaign with it, and what it has seen of the others. Pure, like the machines
 * it is made of, so that what the simulation runs is all of what ships but the I/O.
 */
package io.github.elector.host;
