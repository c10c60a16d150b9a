// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.election.ElectionState;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer.Held;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The candidates that have a term in hand, by session: what a heartbeat is compared with, whatever their number. */
final class InHand {
    private final Map<SessionId, Hand> hands = new HashMap<>();

    private static final class Hand {
        final Set<Candidate> candidates = new LinkedHashSet<>();
        Held held = Held.NOTHING;
    }

    /** The candidate goes from one state to another. */
    void moves(Candidate candidate, ElectionState from, ElectionState to) {
        TermId before = from.inHand();
        TermId after = to.inHand();
        if (before != null && before.equals(after) && from.isGivenUp() == to.isGivenUp()) {
            return;
        }
        if (before != null) {
            drop(candidate, before, from.isGivenUp());
        }
        if (after != null) {
            Hand hand = hands.computeIfAbsent(after.session(), any -> new Hand());
            hand.candidates.add(candidate);
            hand.held = to.isGivenUp() ? hand.held : hand.held.plus(after);
        }
    }

    /** Those that have a term of this session in hand. */
    List<Candidate> of(SessionId session) {
        Hand hand = hands.get(session);
        return hand == null ? List.of() : List.copyOf(hand.candidates);
    }

    boolean isAny(SessionId session) {
        return hands.containsKey(session);
    }

    /** What the session should hold: all of it but what was given back while its work still runs. */
    Held held(SessionId session) {
        Hand hand = hands.get(session);
        return hand == null ? Held.NOTHING : hand.held;
    }

    private void drop(Candidate candidate, TermId term, boolean wasGivenUp) {
        Hand hand = hands.get(term.session());
        if (hand == null) {
            return;
        }
        hand.candidates.remove(candidate);
        hand.held = wasGivenUp ? hand.held : hand.held.minus(term);
        if (hand.candidates.isEmpty()) {
            hands.remove(term.session());
        }
    }
}
