// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.nemesis;

/**
 * The row of a list: its latest number, behind which the numbers before it are found in what was reported.
 *
 * @param last the number added last; 0 in an empty list
 * @param length how many it holds, by whoever wrote it
 * @param stale how many writes of an older term came after one of a newer, counted by the database as it took them
 */
record ListHead(long last, long length, long stale) {}
