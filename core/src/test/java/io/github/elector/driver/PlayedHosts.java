// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.StoreConfig;
import io.github.elector.term.Deadlines;
import io.github.elector.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * The door to {@link Hosts} for the simulation of the driver, which is no neighbour of it: everything a host takes from
 * the world around it is played.
 */
public record PlayedHosts(
        Clock clock, RandomGenerator chance, Deadlines deadlines, BiFunction<Vertx, StoreConfig, LeaseStore> stores) {

    /** As {@link Elector#start}. */
    public Future<Elector> start(Vertx vertx, ElectorOptions options, TermWork work) {
        return Hosts.of(vertx)
                .start(
                        options,
                        options.getStore().getString("uri"),
                        work,
                        new Surroundings(clock, chance, deadlines),
                        stores);
    }
}
