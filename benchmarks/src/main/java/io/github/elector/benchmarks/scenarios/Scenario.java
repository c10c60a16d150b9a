// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.vertx.core.json.JsonObject;

/** Something that is measured of each contender, in turns. */
public interface Scenario {
    /** Its name on a command line and in JSON. */
    String key();

    /** What is measured, and how; for people who read the figures. */
    String what();

    /** Measures it: figures by contender, under {@link io.github.elector.benchmarks.peers.Peer#key}. */
    JsonObject run(Field field);
}
