// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that could not be understood: each is told once for each reason, and counted. */
final class SkippedNodes {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedNodes.class);
    private static final int REMEMBERED = 1_000;
    private static final int SHOWN = 200;

    private final String mesh;
    private final Map<String, String> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long count;

    SkippedNodes(String mesh) {
        this.mesh = mesh;
    }

    /** How often a node was skipped. */
    long count() {
        return count;
    }

    void skip(String path, String reason) {
        count++;
        if (!reason.equals(told.put(path, reason))) {
            LOG.warn("mesh '{}': node {} is skipped: it {}", mesh, shown(path), reason);
        }
    }

    /** It was understood: should it be bad again, that is news. */
    void understood(String path) {
        told.remove(path);
    }

    /** A path holds whatever somebody put there; nothing of it may break a line. */
    private static String shown(String path) {
        String plain = path.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "…";
    }
}
