// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.List;
import java.util.Optional;

/** Paths of nodes, and the names on the way down from a base. */
final class NodePath {
    private NodePath() {}

    /** The names below a base; nothing if the node is elsewhere. */
    static Optional<List<String>> below(String base, String path) {
        return path.startsWith(base + "/")
                ? Optional.of(List.of(path.substring(base.length() + 1).split("/", -1)))
                : Optional.empty();
    }

    static String join(String base, List<String> below) {
        return below.isEmpty() ? base : base + "/" + String.join("/", below);
    }
}
