// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

/**
 * For how long the server may work on one statement. A statement that was given up must not take effect much later, so
 * these lie below the store timeout.
 *
 * @param lockMillis waiting for one lock
 * @param statementMillis all of it
 */
record StatementLimits(long lockMillis, long statementMillis) {
    static StatementLimits within(long storeTimeoutMillis) {
        return new StatementLimits(Math.max(1, storeTimeoutMillis / 2), Math.max(1, storeTimeoutMillis * 3 / 4));
    }
}
