// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.util.Collection;
import java.util.function.Predicate;

/**
 * What there is of one kind and mesh, as of one look at the source.
 *
 * @param kind of everything in it
 * @param mesh of everything in it
 * @param all that was seen
 * @param unknown which names the source would not tell about: a row of such a name stays as it is
 * @param revision of the source when it was listed
 */
public record Inventory(
        ResourceKind kind, String mesh, Collection<Resource> all, Predicate<String> unknown, long revision) {}
