// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.session.ClaimWait;

/**
 * Why a standby does not claim a component yet.
 *
 * @param cause what is waited for
 * @param untilNanos until when at least, on the monotonic clock
 */
public record Waiting(ClaimWait.Cause cause, long untilNanos) {
    static Waiting from(ClaimWait wait, long nowNanos) {
        return new Waiting(wait.cause(), nowNanos + wait.nanos());
    }

    /** For how long still, at least. */
    public long leftNanos(long nowNanos) {
        return Math.max(0, untilNanos - nowNanos);
    }
}
