// SPDX-License-Identifier: Apache-2.0
package io.github.elector.store;

import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;

/**
 * A session to be opened.
 *
 * @param id fresh for every attempt, so that a retry never meets its own row
 * @param node whose it is
 * @param leaseMillis what its holder counts with, and what others must wait for at least
 * @param renewMillis how often it will send a heartbeat; tells others when to look
 */
public record SessionOpening(SessionId id, NodeName node, long leaseMillis, long renewMillis) {}
