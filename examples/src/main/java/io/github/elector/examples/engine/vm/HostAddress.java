// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;

/** Under which address others reach this host, as far as it can be found out without asking anybody. */
final class HostAddress {
    private HostAddress() {}

    /** The first IPv4 address that is no loopback, of an interface that is up; the loopback if there is none. */
    static String find() {
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isUp() || each.isLoopback()) {
                    continue;
                }
                for (InetAddress address : Collections.list(each.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (SocketException noInterfaces) {
            // Then nobody else reaches it.
        }
        return "127.0.0.1";
    }
}
