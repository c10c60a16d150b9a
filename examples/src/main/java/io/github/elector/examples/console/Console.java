// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A page that shows who leads what: read-only, served by a replica, on the loopback interface unless it is told
 * otherwise. There is no login: whoever reaches the port sees the names of components, replicas and instances.
 *
 * <p>Any thread; futures complete on the caller's context.
 */
public final class Console {
    private final Vertx vertx;
    private final String deployment;
    private final ConsoleAddress address;

    private Console(Vertx vertx, String deployment, ConsoleAddress address) {
        this.vertx = vertx;
        this.deployment = deployment;
        this.address = address;
    }

    /**
     * Serves the page from now on.
     *
     * @return fails if nobody can listen there, with the address in its message; what is watched is closed then
     */
    public static Future<Console> open(Vertx vertx, ConsoleAddress address, Watched watched) {
        return open(vertx, address, watched, Pace.USUAL);
    }

    /** The same at another pace. */
    static Future<Console> open(Vertx vertx, ConsoleAddress address, Watched watched, Pace pace) {
        ConsoleVerticle verticle = new ConsoleVerticle(address, watched, pace);
        return vertx.deployVerticle(verticle)
                .map(deployment -> new Console(vertx, deployment, new ConsoleAddress(address.host(), verticle.port())))
                .recover(failure -> verticle.closeWatched().transform(closed -> Future.failedFuture(failure)));
    }

    /** Where it listens; the port is the one that was found. */
    public ConsoleAddress address() {
        return address;
    }

    /** What to type into a browser on this machine. */
    public String url() {
        String host = address.host().equals("0.0.0.0") || address.host().equals("::") ? "127.0.0.1" : address.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port() + "/";
    }

    /** Ends it: no page is served any more, and what is watched is closed. */
    public Future<Void> close() {
        return vertx.undeploy(deployment);
    }
}
