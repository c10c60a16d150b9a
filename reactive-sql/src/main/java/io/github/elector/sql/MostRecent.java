// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that keeps so many: what was not asked for the longest goes first. For one thread at a time, also to read. */
final class MostRecent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int most;

    MostRecent(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
