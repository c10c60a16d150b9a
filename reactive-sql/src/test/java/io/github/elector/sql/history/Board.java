// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.Generation;
import io.github.elector.lease.LeaseSight;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.SessionSight;
import io.github.elector.lease.TermId;
import io.github.elector.store.StoreAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** What all clients have seen of late, so that each can ask for what is no longer, or somebody else's. Thread-safe. */
final class Board {
    private static final int KEPT = 60;

    private final Deque<TermId> terms = new ArrayDeque<>();
    private final Deque<SessionSight> sessions = new ArrayDeque<>();
    private final Deque<Generation> generations = new ArrayDeque<>();

    synchronized void saw(StoreAnswer.Looked answer) {
        answer.leases().values().forEach(sight -> {
            if (sight instanceof LeaseSight.Row row) {
                saw(row.lease().term());
            }
        });
        answer.sessions().values().forEach(sight -> keep(sessions, sight));
        if (!generations.contains(answer.server().generation())) {
            keep(generations, answer.server().generation());
        }
    }

    synchronized void saw(TermId term) {
        if (!terms.contains(term)) {
            keep(terms, term);
        }
    }

    private static <T> void keep(Deque<T> kept, T more) {
        kept.addLast(more);
        if (kept.size() > KEPT) {
            kept.removeFirst();
        }
    }

    synchronized Optional<TermId> anyTerm(Random random) {
        return any(terms, random);
    }

    synchronized Optional<TermId> anyTerm(ComponentName component, Random random) {
        return any(
                terms.stream()
                        .filter(term -> term.component().equals(component))
                        .toList(),
                random);
    }

    synchronized Optional<SessionSight> anySession(Random random) {
        return any(sessions, random);
    }

    synchronized Optional<Generation> anyGeneration(Random random) {
        return any(generations, random);
    }

    /** Some of those that were seen last. */
    synchronized List<SessionId> someSessions(Random random, int most) {
        List<SessionId> some = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            any(sessions, random).ifPresent(sight -> some.add(sight.id()));
        }
        return some;
    }

    private static <T> Optional<T> any(Collection<T> all, Random random) {
        return all.isEmpty()
                ? Optional.empty()
                : all.stream().skip(random.nextInt(all.size())).findFirst();
    }
}
