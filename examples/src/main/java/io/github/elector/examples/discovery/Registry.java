// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.discovery;

import io.github.elector.examples.resources.ResourceKey;
import java.time.Duration;
import org.apache.zookeeper.client.ConnectStringParser;

/**
 * A ZooKeeper in which applications register.
 *
 * @param mesh what its resources are stored under; every registry has another
 * @param address {@code host:port}, several with commas, perhaps with a path behind that everything is below
 * @param sessionTimeout how long the registry waits for a sign of life of ours; the server may change it. Too short: a
 *     pause costs a session, and a list anew. Too long: a line that died silently is noticed late, after two thirds of it
 */
public record Registry(String mesh, String address, Duration sessionTimeout) {
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    public Registry {
        ResourceKey.checkMesh(mesh);
        if (sessionTimeout.compareTo(SHORTEST) < 0 || sessionTimeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the session timeout of the registry of mesh '" + mesh + "' ("
                    + sessionTimeout + ") must be between 100 ms and 10 min");
        }
        checkAddress("the address of the registry of mesh '" + mesh + "'", address);
    }

    /** With the usual session timeout, 10 s. */
    public Registry(String mesh, String address) {
        this(mesh, address, USUAL);
    }

    /**
     * Nothing, for an address that a registry can have.
     *
     * @param what it is called where it was given
     * @throws IllegalArgumentException for any other
     */
    public static void checkAddress(String what, String address) {
        try {
            if (new ConnectStringParser(address).getServerAddresses().isEmpty()) {
                throw new IllegalArgumentException("it names no server");
            }
        } catch (IllegalArgumentException malformed) {
            // Its message repeats the address, in which somebody may have put a password.
            throw new IllegalArgumentException(
                    what + " must be host:port, several with commas: write it as localhost:2181");
        }
    }

    int sessionMillis() {
        return (int) sessionTimeout.toMillis();
    }
}
