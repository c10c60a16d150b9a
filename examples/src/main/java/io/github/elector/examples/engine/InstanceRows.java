// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine;

import io.github.elector.examples.engine.source.Delta;
import io.github.elector.examples.engine.source.Listing;
import io.github.elector.examples.resources.Written;
import io.vertx.core.Future;
import java.util.List;

/** Where runtime instances are written. Each act takes effect at most once, however often it is repeated. */
interface InstanceRows {
    /**
     * Makes the rows equal to this list.
     *
     * @return fails with a {@link io.github.elector.TermOverException} if the term is over, and otherwise if it may be
     *     tried again
     */
    Future<Written> reconcile(Listing listing);

    /** Writes what changed, in order; fails as above. */
    Future<Written> apply(List<Delta> deltas);
}
