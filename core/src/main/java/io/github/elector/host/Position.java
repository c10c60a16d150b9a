// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.ElectionState;
import io.github.elector.lease.TermId;
import org.jspecify.annotations.Nullable;

/**
 * Where an election stands, for those who ask.
 *
 * @param phase how far it has come
 * @param inHand the term this host holds, or null
 * @param leader who leads as this host last saw it, possibly itself, or null for nobody or not known
 * @param metadata what the leader advertises, as text that nobody has checked; null for nothing, and while this host leads
 * @param known whether anything was seen yet
 * @param seen when; null if no look has told anything yet
 * @param waiting why it does not claim yet, as far as that is known and it stands by; else null
 * @param workFailures how many terms in a row ended because the work failed
 */
public record Position(
        ElectionState.Phase phase,
        @Nullable TermId inHand,
        @Nullable TermId leader,
        @Nullable String metadata,
        boolean known,
        @Nullable Sighting seen,
        @Nullable Waiting waiting,
        int workFailures) {}
