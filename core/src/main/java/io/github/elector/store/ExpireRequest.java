// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.Generation;
import io.github.elector.lease.SessionId;

/**
 * A session to be closed because its version did not move for too long.
 *
 * @param session whose
 * @param version as it was seen; a heartbeat in the meantime makes the answer a no
 * @param generation of the server that showed it
 */
public record ExpireRequest(SessionId session, long version, Generation generation) {}
