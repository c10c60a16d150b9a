// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * The name of what is led: at any instant one replica at most leads a component.
 *
 * @param value 1 to 128 of {@code A-Z a-z 0-9 . _ : / -}; equal only if every character is equal, on every database
 */
public record ComponentName(String value) implements Comparable<ComponentName> {
    public ComponentName {
        NameRule.check("component name", value);
    }

    @Override
    public int compareTo(ComponentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
