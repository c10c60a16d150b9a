// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.vertx.core.Future;

/** One watch of a source. */
public interface Watch {
    /** Completes with the reason when no more deltas come; fails if the source broke: watch again, after a while. */
    Future<WatchEnd> ended();

    /** Ends it: no delta arrives after this returns. Whoever does so twice does nothing the second time. */
    void close();
}
