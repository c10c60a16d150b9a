// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** What the garbage collector leaves. */
public final class Heap {
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** Bytes in use once what nobody holds is gone. */
    public static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }

    /** Objects that should be held by nobody, of which it tells how many still are. */
    public static final class Watch {
        private final List<WeakReference<?>> watched = new ArrayList<>();

        /** From now on. */
        public synchronized void over(Object object) {
            watched.add(new WeakReference<>(object));
        }

        /** How many are still there after a few collections, or fewer than {@code enough}. */
        public synchronized int left(int enough) {
            for (int i = 0; i < COLLECTIONS && watched.size() >= enough; i++) {
                System.gc();
                watched.removeIf(reference -> reference.refersTo(null));
            }
            return watched.size();
        }
    }
}
