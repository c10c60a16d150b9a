// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

/**
 * Who asked, from when until when. What the operation did happened in between, unless nobody knows whether it did.
 *
 * @param number of the operation in its history
 * @param client who asked
 * @param invokedNanos before the request was handed over, since the history began
 * @param answeredNanos after the answer had come, or nobody waited for it any longer
 */
record Span(int number, String client, long invokedNanos, long answeredNanos) {
    Span {
        if (answeredNanos < invokedNanos) {
            throw new IllegalArgumentException("operation " + number + " was answered at " + answeredNanos
                    + " ns, before it was asked for at " + invokedNanos + " ns");
        }
    }

    @Override
    public String toString() {
        return String.format("%6d %-10s %10.3f … %10.3f ms", number, client, invokedNanos / 1e6, answeredNanos / 1e6);
    }
}
