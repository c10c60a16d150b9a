// SPDX-License-Identifier: Apache-2.0
/**
 * The values of an election: names, the two kinds of rows a store keeps, and the durations everything rests on.
 *
 * <p>Nothing here does anything. Every value refuses nonsense when it is made, so that code which holds one need not
 * ask again. Rows come from a database other people can write to and count as untrusted: a row that makes no sense is
 * a {@link io.github.elector.lease.LeaseSight.Poisoned} and never an exception in the middle of an answer.
 */
package io.github.elector.lease;
