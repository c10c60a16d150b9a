// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.util.List;

/**
 * Instances as the tables have them.
 *
 * @param shown some
 * @param total how many there are
 */
public record Instances(List<Instance> shown, long total) {
    public Instances {
        shown = List.copyOf(shown);
    }
}
