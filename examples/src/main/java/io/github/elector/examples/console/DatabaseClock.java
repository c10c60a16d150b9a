// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

/**
 * What the database's clock says, on this process's clock; for people. Once found the difference is kept until it is
 * clearly wrong, so that what does not change does not seem to.
 */
final class DatabaseClock {
    private static final long NOTICEABLE_MILLIS = 200;

    private boolean known;
    private long aheadMillis;

    /** It said this in an answer that was asked for and came at these times of ours. */
    void told(long databaseMillis, long askedMillis, long answeredMillis) {
        long ahead = databaseMillis - (askedMillis + (answeredMillis - askedMillis) / 2);
        long roughly = NOTICEABLE_MILLIS + (answeredMillis - askedMillis) / 2;
        if (!known || Math.abs(ahead - aheadMillis) > roughly) {
            known = true;
            aheadMillis = ahead;
        }
    }

    /** A time of the database as a time of ours. */
    long here(long databaseMillis) {
        return databaseMillis - aheadMillis;
    }
}
