// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.Host;
import io.github.elector.host.Position;
import io.github.elector.lease.TermId;
import io.github.elector.notice.ReleaseHint;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the other processes of a clustered event bus that a lease was given back, and hears it from them, for databases
 * that tell nobody; only where the option {@code clustered} is on.
 *
 * <p>Anybody on the bus may send anything here, so all it can do is have the store looked at, as often as hints of the
 * database may (see {@code LookSchedule}), and only what names the very term this process saw lead does that much. On
 * the host's context only.
 */
final class BusHints {
    private static final Logger LOG = LoggerFactory.getLogger(BusHints.class);

    private final Vertx vertx;
    private final HostConfig config;
    private final Host host;
    private final Runnable look;
    private @Nullable MessageConsumer<Object> consumer;

    /** Runs {@code look} whenever a look may be worth it. */
    BusHints(Vertx vertx, HostConfig config, Host host, Runnable look) {
        this.vertx = vertx;
        this.config = config;
        this.host = host;
        this.look = look;
    }

    /** Hears the others from now on, if it is to. */
    void listen() {
        if (config.clustered()) {
            consumer = vertx.eventBus().consumer(config.addresses().hint(), this::hear);
        }
    }

    /** The store has said that this term has no lease any more: given back, or another's meanwhile. */
    void released(TermId term) {
        if (config.clustered()) {
            vertx.eventBus().publish(config.addresses().hint(), new ReleaseHint(term).toJson());
        }
    }

    void close() {
        if (consumer != null) {
            consumer.unregister().onFailure(gone -> LOG.debug("hint address was gone", gone));
        }
    }

    private void hear(Message<Object> message) {
        TermId released;
        try {
            released = ReleaseHint.from(Received.body(message)).term();
        } catch (IllegalArgumentException notOne) {
            // Not a warning: whoever can send one can send a million.
            LOG.debug("what came as a hint is none: " + notOne.getMessage());
            return;
        }
        Position position = host.position(released.component());
        if (position != null && released.equals(position.leader()) && !released.equals(position.inHand())) {
            look.run();
        }
    }
}
