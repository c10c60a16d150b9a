// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Nodes that something happened to and that were not looked at since, in the order of their first event. What happened
 * does not matter, only when: the node is read again anyway. So a flood of events about few nodes stays small.
 */
final class ChangedNodes {
    private final Map<String, Long> zxids = new LinkedHashMap<>();

    boolean isEmpty() {
        return zxids.isEmpty();
    }

    /** Something happened to this node in the transaction of this number. */
    void note(String path, long zxid) {
        zxids.merge(path, zxid, Math::max);
    }

    /** These were not looked at after all. */
    void putBack(Map<String, Long> taken) {
        taken.forEach(this::note);
    }

    /**
     * The first of them, at most this many; they are not here any more.
     *
     * @param unknown the number for those whose transaction the server did not tell, as one before 3.9 does not
     */
    Map<String, Long> take(int most, long unknown) {
        Map<String, Long> taken = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Long>> rest = zxids.entrySet().iterator();
        while (rest.hasNext() && taken.size() < most) {
            Map.Entry<String, Long> next = rest.next();
            taken.put(next.getKey(), next.getValue() < 0 ? unknown : next.getValue());
            rest.remove();
        }
        return taken;
    }

    void clear() {
        zxids.clear();
    }
}
