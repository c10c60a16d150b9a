// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.examples.database.Blocking;
import io.github.elector.examples.database.SmallVertx;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One Vertx and its electors. Its methods block. */
final class SoakMember implements AutoCloseable {
    private final Vertx vertx;
    private final ElectorOptions options;
    private final TermWork work;
    private final Map<String, Elector> electors = new HashMap<>();

    /** Campaigns for nothing yet. */
    SoakMember(ConsumerCount consumers, ElectorOptions options, TermWork work) {
        this.vertx = SmallVertx.make(consumers);
        this.options = options;
        this.work = work;
    }

    Vertx vertx() {
        return vertx;
    }

    /** Campaigns for this component. */
    void elect(String component) {
        electors.put(
                component,
                Blocking.await(Elector.start(vertx, new ElectorOptions(options).setComponent(component), work)));
    }

    /** Campaigns for it no more, until it is asked to again. */
    void retire(String component) {
        Elector elector = electors.remove(component);
        if (elector != null) {
            await("close the elector of " + component, elector.close());
        }
    }

    boolean leads(String component) {
        Elector elector = electors.get(component);
        return elector != null && elector.term().isPresent();
    }

    boolean campaigns(String component) {
        return electors.containsKey(component);
    }

    /** Gives this component up; returns when nothing of it is left. */
    void resign(String component, Duration stayOut) {
        Elector elector = electors.get(component);
        if (elector != null) {
            await("give " + component + " up for " + stayOut.toMillis() + " ms", elector.resign(stayOut));
        }
    }

    private void await(String what, Future<Void> done) {
        try {
            Blocking.await(done);
        } catch (RuntimeException failure) {
            throw new IllegalStateException(
                    options.getNode() + " could not " + what + ": " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        List.copyOf(electors.keySet()).forEach(this::retire);
        Blocking.await(vertx.close());
    }
}
