// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.source;

import java.util.List;

/**
 * All that a source has at one moment.
 *
 * @param instances everything; what is not in it is not there
 * @param revision the moment, as the source counts; a larger one is later
 */
public record Listing(List<RuntimeInstance> instances, long revision) {
    public Listing {
        instances = List.copyOf(instances);
    }
}
