// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A moment at which something happened in the database, of which only bounds are known. Made by {@link Instants}. */
final class Instant {
    final String what;
    final @Nullable Operation from;
    final @Nullable Operation until;
    final long lower;
    final long upper;
    final List<Instant> next = new ArrayList<>();
    final List<Instant> before = new ArrayList<>();
    long earliest;
    long latest;

    @Nullable
    Instant pushedBy;

    /** Not before {@code from} was asked for or {@code lower}, not after {@code until} was answered or {@code upper}. */
    Instant(String what, @Nullable Operation from, long lower, @Nullable Operation until, long upper) {
        this.what = what;
        this.from = from;
        this.until = until;
        this.lower = lower;
        this.upper = upper;
        this.earliest = lower;
        this.latest = upper;
    }

    @Override
    public String toString() {
        return what;
    }
}
