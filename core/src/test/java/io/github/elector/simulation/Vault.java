// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Another database, with a row for each component that names the term which may write there. It forgets nothing. */
final class Vault implements Fence.Rows {
    final Fence fence;

    private final Referee referee;
    private final Map<ComponentName, TermId> rows = new HashMap<>();
    private final Ledger ledger = new Ledger();

    Vault(Timeline timeline, Referee referee, long limitNanos) {
        this.referee = referee;
        this.fence = new Fence(timeline, this, limitNanos);
    }

    /** Where the fence stands afterwards: at this term if it was below, or where it was; null if it has to wait. */
    @Nullable
    TermId raise(TermId term) {
        if (fence.isHeld(term.component())) {
            return null;
        }
        return rows.merge(term.component(), term, (at, wanted) -> at.number() < wanted.number() ? wanted : at);
    }

    /** Whether nothing of an earlier term can be written any more: it stands at this one, or above. */
    boolean hasSeen(TermId term) {
        TermId at = rows.get(term.component());
        return at != null && (at.equals(term) || at.number() > term.number());
    }

    @Override
    public boolean isReadable(ComponentName component) {
        return true;
    }

    @Override
    public boolean names(TermId term) {
        return term.equals(rows.get(term.component()));
    }

    @Override
    public @Nullable TermId standsAt(ComponentName component) {
        return rows.get(component);
    }

    @Override
    public void written(TermId term) {
        ledger.write(term);
        referee.wrote(term);
    }
}
