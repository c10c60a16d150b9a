// SPDX-License-Identifier: Apache-2.0
package io.github.elector.lease;

/**
 * The name people know a replica by; two replicas with one name are still two candidates, because sessions differ.
 *
 * @param value 1 to 128 of {@code A-Z a-z 0-9 . _ : / -}
 */
public record NodeName(String value) {
    public NodeName {
        NameRule.check("node name", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
