// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.resources;

import java.util.regex.Pattern;

/**
 * What sort of resource: a list of one kind says nothing about the rows of another.
 *
 * @param name 1 to 64 of {@code a-z 0-9 -}
 * @param table where its rows are
 */
public record ResourceKind(String name, ResourceTable table) {
    private static final Pattern PLAIN = Pattern.compile("[a-z0-9-]{1,64}");

    public ResourceKind {
        if (!PLAIN.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a kind must be 1 to 64 of a-z 0-9 -");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
