// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKind;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A kind of node in a registry: where its nodes are, and what they say. What is below its base is given as the names on
 * the way down.
 *
 * <p>Whether a node is one of this kind is seen by its path alone: parents carry data too, by default the address of
 * whoever created them.
 */
interface RegistryKind {
    /** As which its nodes are stored. */
    ResourceKind kind();

    /** The node all of them are below. */
    String base();

    /** Whether the node there is one of this kind. */
    boolean accepts(List<String> below);

    /** Whether some may be below the node there; of the base itself the list is empty. */
    boolean descends(List<String> below);

    /**
     * What the resource there is called: the same for the same path, and another for another.
     *
     * @throws BadNodeException if the path cannot be understood
     */
    String name(List<String> below);

    /** What the names of all resources below the node there begin with, and those of no others. */
    default String namesBelow(List<String> below) {
        return below.isEmpty() ? "" : String.join("/", below) + "/";
    }

    /**
     * What the node there says.
     *
     * @throws BadNodeException if it cannot be understood
     */
    JsonObject data(List<String> below, String text);
}
