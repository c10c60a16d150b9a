// SPDX-License-Identifier: Apache-2.0
package io.github.elector.exploration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The worlds whose moves were not made yet. The oldest come first, so that what is found is short, as long as there are
 * few; then the newest, so that there will not be many more. Any thread.
 */
final class Frontier {
    private static final int AT_ONCE = 64;

    private final ArrayDeque<Item> items = new ArrayDeque<>();
    private final int most;
    private int working;
    private boolean stopped;

    /** A world and how it was reached. */
    record Item(World world, Trail trail) {}

    Frontier(int most) {
        this.most = most;
    }

    synchronized void add(List<Item> found) {
        items.addAll(found);
        notifyAll();
    }

    /** Some of them, to be given back as done; none once all is done or stopped. */
    synchronized List<Item> take(int threads) throws InterruptedException {
        while (items.isEmpty() && working > 0 && !stopped) {
            wait();
        }
        List<Item> taken = new ArrayList<>();
        int count = Math.min(AT_ONCE, 1 + items.size() / (2 * threads));
        while (!stopped && taken.size() < count && !items.isEmpty()) {
            taken.add(items.size() > most ? items.removeLast() : items.removeFirst());
        }
        working += taken.isEmpty() ? 0 : 1;
        return taken;
    }

    /** What was taken is worked off; if it was not, the rest is given back. */
    synchronized void done(List<Item> left) {
        items.addAll(left);
        working--;
        notifyAll();
    }

    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    synchronized boolean isStopped() {
        return stopped;
    }

    synchronized long size() {
        return items.size();
    }
}
