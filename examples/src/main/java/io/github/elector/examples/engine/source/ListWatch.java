// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import io.vertx.core.Future;
import java.util.function.Consumer;

/**
 * A source of runtime instances in the contract of the Kubernetes API: list everything and learn a revision, then watch
 * from that revision on. Nothing falls between the two, and whoever comes too late for a revision lists again.
 *
 * <p>Made for one term and used on one context: the one it was opened on is where every method is called, every future
 * completes and every delta arrives. Nothing blocks. Trouble with a single instance (a port that is none, a process nobody
 * may look at) is logged, counted in {@link #skips()} and left out; it fails neither a list nor a watch.
 */
public interface ListWatch {
    /** What it is and where it looks, for logs: one line without secrets. */
    String describe();

    /**
     * Everything there is now.
     *
     * @return fails if the source cannot be read, with a message that says what to do; asking again later may help
     */
    Future<Listing> list();

    /**
     * Everything that changes after this revision, in order.
     *
     * @param revision from a listing or a delta of this source
     * @param deltas gets one at a time
     */
    Watch watch(long revision, Consumer<Delta> deltas);

    /** What has been left out so far. */
    Skips skips();

    /**
     * Ends every watch, and everything that the source has running or open: timers, streams, blocking calls.
     *
     * @return completes when nothing of it is left; never fails
     */
    Future<Void> close();
}
