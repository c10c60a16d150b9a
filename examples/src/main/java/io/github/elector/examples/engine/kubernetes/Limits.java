// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.kubernetes;

/**
 * How much is asked for and waited for.
 *
 * @param pageSize so many pods at once: more make fewer requests and larger answers
 * @param answerMillis how long an answer may take: a page until its end, a watch until it begins. Too short fails on a
 *     busy server; too long notices late that it is dead
 * @param watchSeconds after which time the server is asked to end a watch. A connection that died silently is noticed
 *     that late at most, and {@code answerMillis} later
 * @param lineBytes the longest line of a watch, which is read on the event loop: longer ones are skipped, and all is
 *     listed again
 * @param pageBytes the largest page
 */
record Limits(int pageSize, int answerMillis, int watchSeconds, int lineBytes, int pageBytes) {
    static final Limits DEFAULT = new Limits(250, 15_000, 60, 1 << 20, 64 << 20);

    Limits {
        if (pageSize < 1 || answerMillis < 1 || watchSeconds < 1 || lineBytes < 1 || pageBytes < 1) {
            throw new IllegalArgumentException("every limit must be 1 at least");
        }
    }
}
