// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.lease.Generation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lives of the server, one after the other; none comes back. */
final class Generations {
    private final Map<Generation, Life> lives = new LinkedHashMap<>();
    private final Instants instants;

    /** From when until when it was this one, unless it was the first, or is the last. */
    private static final class Life {
        @Nullable
        Instant begin;

        @Nullable
        Instant end;
    }

    /** In the order in which they were first told of. */
    Generations(Instants instants, Iterable<Generation> inOrder) {
        this.instants = instants;
        Life last = null;
        for (Generation generation : inOrder) {
            if (lives.containsKey(generation)) {
                continue;
            }
            Life life = new Life();
            if (last != null) {
                life.begin = instants.between(
                        "begin of generation " + generation, null, Long.MIN_VALUE, null, Long.MAX_VALUE);
                instants.orderIfAny(last.begin, life.begin);
                last.end = life.begin;
            }
            lives.put(generation, life);
            last = life;
        }
    }

    int count() {
        return lives.size();
    }

    /** Puts a moment at which it was this one. */
    void shown(Generation generation, Instant at) {
        Life life = lives.get(generation);
        instants.orderIfAny(life.begin, at);
        instants.order(at, life.end);
    }

    /** Whether it may have been another at some moment of that. */
    boolean mayDiffer(Generation generation, Operation during) {
        Life life = lives.get(generation);
        return life == null
                || (life.begin != null && life.begin.latest >= during.invoked())
                || (life.end != null && life.end.earliest <= during.answered());
    }
}
