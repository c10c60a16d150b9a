// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import io.vertx.core.Future;
import java.util.List;

/** The three members of a cell, wherever they run. */
interface Crew {
    List<String> NODES = List.of("alpha", "beta", "gamma");

    /** All of them campaign; those that are armed for a phase from the start are armed first. */
    Future<Void> start();

    /** Whoever comes to this phase first is caught. */
    void arm(Phase phase);

    /** The node that was caught. */
    Future<String> sprung();

    /** Whoever was caught goes on. */
    void letGo();

    /** The node gives up what it leads and stays out for a while. */
    void resign(String node);

    /** What a fault finds; {@code node} was caught. */
    Scene scene(FaultServer server, Ground ground, String node, Keeper held);

    /** Closes every elector that is alive; for each how many milliseconds it took. */
    List<Future<Long>> closeElectors();

    /** Frees what is left; fails with what did not end. */
    void close();

    /** When terms answered valid. */
    List<Sampler.Span> spans();

    /** How often validity was asked for. */
    long samples();

    /** Whether it was killed, so that nobody may expect it to say a last word. */
    boolean isKilled(String node);
}
