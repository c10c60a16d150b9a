// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Optional;

/** Those of all tests in a JVM, and gone with it: after the first a server has been there long enough for an election. */
final class SharedServers {
    private static final Servers SERVERS = start();

    private SharedServers() {}

    static Servers get() {
        return SERVERS;
    }

    private static Servers start() {
        try {
            Servers servers = Servers.start(Optional.empty(), EnumSet.allOf(Peer.class));
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "benchmarks servers close"));
            return servers;
        } catch (IOException unstarted) {
            throw new UncheckedIOException("no servers for tests", unstarted);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while servers were started", interrupted);
        }
    }
}
