// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that something happened to and that were not looked at since, in the order of their first event. What happened
 * does not matter, only when: the node is read again anyway. So a flood of events about few nodes stays small.
 */
final class ChangedNodes {
    private static final long NOT_TOLD = -1;

    private final Map<String, Long> zxids = new LinkedHashMap<>();
    private final Set<String> numbered = new HashSet<>();

    boolean isEmpty() {
        return zxids.isEmpty();
    }

    /** Something happened to this node in the transaction of this number, -1 if the server does not say. */
    void note(String path, long zxid) {
        zxids.merge(path, zxid, Math::max);
    }

    /** These, which were taken last, were not looked at after all. A number that was made up for one is forgotten. */
    void putBack(Map<String, Long> taken) {
        taken.forEach((path, zxid) -> note(path, numbered.contains(path) ? NOT_TOLD : zxid));
    }

    /**
     * The first of them, at most this many; they are not here any more.
     *
     * @param unknown the number for those whose transaction the server did not tell, as one before 3.9 does not
     */
    Map<String, Long> take(int most, long unknown) {
        Map<String, Long> taken = new LinkedHashMap<>();
        numbered.clear();
        Iterator<Map.Entry<String, Long>> rest = zxids.entrySet().iterator();
        while (rest.hasNext() && taken.size() < most) {
            Map.Entry<String, Long> next = rest.next();
            if (next.getValue() == NOT_TOLD) {
                numbered.add(next.getKey());
            }
            taken.put(next.getKey(), next.getValue() == NOT_TOLD ? unknown : next.getValue());
            rest.remove();
        }
        return taken;
    }

    void clear() {
        zxids.clear();
    }
}
