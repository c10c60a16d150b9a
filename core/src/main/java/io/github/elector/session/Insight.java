// SPDX-License-Identifier: Apache-2.0
package io.github.elector.session;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.SessionId;
import io.github.elector.store.ExpireRequest;
import java.util.List;
import java.util.Map;

/**
 * What a look means, held against all that was seen before.
 *
 * @param believable for each component whether its row may be claimed as it is; without those that have a living holder
 * @param expirable sessions that were unchanged for long enough to be closed
 * @param complaints rows that no elector wrote, a sentence each, by what they are about; the same for as long as
 *     the row is
 * @param waits what components without a living leader have to wait for, as far as that is known
 * @param nextLookNanos from now until the next look is worth while for who stands by
 * @param leftBehindNanos from now until a session that was left behind can be closed, or {@link Long#MAX_VALUE} if none
 *     was seen
 */
public record Insight(
        Map<ComponentName, Boolean> believable,
        List<Silence> expirable,
        Map<String, String> complaints,
        Map<ComponentName, ClaimWait> waits,
        long nextLookNanos,
        long leftBehindNanos) {

    /**
     * A session that was silent for too long.
     *
     * @param request how to close it
     * @param unchangedNanos how long its version was seen unchanged, on the own monotonic clock
     * @param silentMillis the age of its last heartbeat by the database's clock
     */
    public record Silence(ExpireRequest request, long unchangedNanos, long silentMillis) {
        public SessionId session() {
            return request.session();
        }
    }
}
