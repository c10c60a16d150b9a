// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;

/** Where one member of a cluster listens, and the proxies through which all others come to it: for Hazelcast, and the bus. */
final class Place implements AutoCloseable {
    private final String node;
    private final int port = freePort();
    private final int busPort = freePort();
    private final TcpProxy proxy = new TcpProxy("127.0.0.1", port);
    private final TcpProxy busProxy = new TcpProxy("127.0.0.1", busPort);

    Place(String node) {
        this.node = node;
    }

    /** What {@link Member} needs to know of it, and of the others. */
    JsonObject describe(List<Place> all) {
        return new JsonObject()
                .put("node", node)
                .put("port", port)
                .put("publicPort", proxy.port())
                .put("busPort", busPort)
                .put("busPublicPort", busProxy.port())
                .put(
                        "seeds",
                        all.stream()
                                .map(place -> "127.0.0.1:" + place.proxy.port())
                                .toList());
    }

    int busPort() {
        return busPort;
    }

    /** Nobody comes through any more. */
    void cut() {
        proxies().forEach(TcpProxy::refuse);
        proxies().forEach(TcpProxy::reset);
    }

    /** As before. */
    void heal() {
        proxies().forEach(TcpProxy::resume);
    }

    @Override
    public void close() {
        proxies().forEach(TcpProxy::close);
    }

    private Stream<TcpProxy> proxies() {
        return Stream.of(proxy, busProxy);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
