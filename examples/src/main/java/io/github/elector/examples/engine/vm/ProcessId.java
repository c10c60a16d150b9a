// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

/**
 * One process and no other: numbers of processes are used again, together with its start they are not.
 *
 * @param pid its number
 * @param start when it started, as its host counts: a number that everybody on the host reads the same
 */
record ProcessId(long pid, long start) {}
