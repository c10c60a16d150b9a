// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are accepted only while a row names their term. A share lock on that row keeps every later term waiting for
 * as long as a transaction is open, and the server ends one that is open for too long.
 */
final class Fence {
    private final Timeline timeline;
    private final Rows rows;
    private final long limitNanos;
    private final Map<ComponentName, Set<Transaction>> open = new HashMap<>();

    private final Map<ComponentName, Long> queuedUntil = new HashMap<>();

    /** The rows a fence stands on. */
    interface Rows {
        /** Whether they can be read at all: there is a server, and nobody else has locked the row. */
        boolean isReadable(ComponentName component);

        /** Whether the row names this very term, and it may write. */
        boolean names(TermId term);

        /** Who may write by now, for one that was refused; null if nobody was ever heard of. */
        @Nullable
        TermId standsAt(ComponentName component);

        /** A write of this term is committed. */
        void written(TermId term);
    }

    Fence(Timeline timeline, Rows rows, long limitNanos) {
        this.timeline = timeline;
        this.rows = rows;
        this.limitNanos = limitNanos;
    }

    /** Whether a transaction keeps the row as it is. */
    boolean isHeld(ComponentName component) {
        return open.containsKey(component);
    }

    /** Somebody wants to change the row and asks again in a moment: until then nobody else gets a lock before him. */
    void queue(ComponentName component, long nanos) {
        queuedUntil.put(component, timeline.now() + nanos);
    }

    /** Whether a check gets through to the row without waiting. */
    boolean isReadable(ComponentName component) {
        return rows.isReadable(component) && queuedUntil.getOrDefault(component, 0L) <= timeline.now();
    }

    @Nullable
    TermId standsAt(ComponentName component) {
        return rows.standsAt(component);
    }

    /** The statement form: check and write at once. */
    boolean write(TermId term) {
        boolean named = rows.names(term);
        if (named) {
            rows.written(term);
        }
        return named;
    }

    /** The transaction form: the check, and a lock; null if the term is refused. */
    @Nullable
    Transaction begin(TermId term) {
        if (!rows.names(term)) {
            return null;
        }
        Transaction transaction = new Transaction(term);
        open.computeIfAbsent(term.component(), any -> new HashSet<>()).add(transaction);
        timeline.after(limitNanos, transaction::rollBack);
        return transaction;
    }

    /** The server is gone, and what was open with it. */
    void crash() {
        open.clear();
    }

    /** What was locked when it began is locked until it ends. */
    final class Transaction {
        private final TermId term;

        Transaction(TermId term) {
            this.term = term;
        }

        /** Whether it was still open. */
        boolean commit() {
            boolean wasOpen = end();
            if (wasOpen) {
                rows.written(term);
            }
            return wasOpen;
        }

        void rollBack() {
            end();
        }

        private boolean end() {
            Set<Transaction> all = open.get(term.component());
            boolean wasOpen = all != null && all.remove(this);
            if (all != null && all.isEmpty()) {
                open.remove(term.component());
            }
            return wasOpen;
        }
    }
}
