// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which resources of a kind there may be or not, for all we know: their nodes, or what those are below, may not be read. */
final class Hidden {
    private final RegistryKind kind;
    private final Set<String> names = new HashSet<>();
    // None is the beginning of another: below a folder that may not be read nothing else is seen.
    private final TreeSet<String> beginnings = new TreeSet<>();

    Hidden(RegistryKind kind) {
        this.kind = kind;
    }

    /** The node there may not be read. */
    void add(List<String> below) {
        if (!kind.accepts(below)) {
            beginnings.add(kind.namesBelow(below));
            return;
        }
        try {
            names.add(kind.name(below));
        } catch (BadNodeException neverStored) {
            // So there is no row that could be kept.
        }
    }

    /** Whether the resource of this name is one of them. */
    boolean contains(String name) {
        String beginning = beginnings.floor(name);
        return names.contains(name) || (beginning != null && name.startsWith(beginning));
    }
}
