// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.store.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The internal verticle that owns a store, a session and their timers: what it opens is closed with it and not before.
 * The verticles of terms are its children; when the Vertx closes, {@link Hosts} has ended them before Vert.x comes here.
 */
final class HostVerticle extends VerticleBase {
    private final HostConfig config;
    private final Surroundings surroundings;
    private final Function<Vertx, LeaseStore> stores;
    private @Nullable HostDriver driver;

    HostVerticle(HostConfig config, Surroundings surroundings, Function<Vertx, LeaseStore> stores) {
        this.config = config;
        this.surroundings = surroundings;
        this.stores = stores;
    }

    /** Once it is deployed. */
    HostDriver driver() {
        return Objects.requireNonNull(driver, "not deployed yet");
    }

    @Override
    public Future<?> start() {
        HostDriver started = new HostDriver(vertx, config, surroundings, stores.apply(vertx));
        driver = started;
        started.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return driver().close();
    }
}
