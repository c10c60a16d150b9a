// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.soak;

import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.concurrent.atomic.AtomicInteger;

/** How many consumers event buses have, as Vert.x tells whoever measures it. */
final class ConsumerCount implements VertxMetricsFactory {
    private final AtomicInteger consumers = new AtomicInteger();

    int consumers() {
        return consumers.get();
    }

    @Override
    public VertxMetrics metrics(VertxOptions options) {
        return new VertxMetrics() {
            @Override
            public EventBusMetrics<?> createEventBusMetrics() {
                return new Registrations();
            }
        };
    }

    private final class Registrations implements EventBusMetrics<String> {
        @Override
        public String handlerRegistered(String address) {
            consumers.incrementAndGet();
            return address;
        }

        @Override
        public void handlerUnregistered(String address) {
            consumers.decrementAndGet();
        }
    }
}
