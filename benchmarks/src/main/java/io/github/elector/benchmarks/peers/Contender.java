// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.peers;

import java.util.List;

/**
 * One way to elect leaders, as an application in one process uses it. It dies as the process does; nothing else is asked
 * of it for that.
 *
 * <p>Methods are called by one thread, but for {@link #leads}; they may block.
 */
public interface Contender extends AutoCloseable {
    /** Campaigns for these from now on, again for those that were given up. Elections are told to the listener. */
    void campaign(List<String> components);

    /** What the library answers an application that asks, right now. Any thread. */
    boolean leads(String component);

    /**
     * Gives these up cleanly, so that another may have them at once, and does not campaign for them any more. Returns when
     * they are given up and the listener has been told.
     */
    void giveUp(List<String> components);

    /** Gives everything up and frees what it has. */
    @Override
    void close();
}
