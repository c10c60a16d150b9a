// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.benchmarks.peers.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class LinkTest {
    private static final byte[] PACKET = {0, 0, 0, 1, 7};

    @Test
    void whatPassesIsCountedAndNothingPassesACutInEitherDirection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Link link = Link.to(Peer.CURATOR, "127.0.0.1:" + server.getLocalPort());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port(link));
                Socket served = server.accept()) {
            client.getOutputStream().write(PACKET);
            assertThat(served.getInputStream().readNBytes(PACKET.length)).isEqualTo(PACKET);
            served.getOutputStream().write(1);
            assertThat(client.getInputStream().read()).isEqualTo(1);
            assertThat(link.asked()).isEqualTo(1);

            link.cut();

            client.getOutputStream().write(PACKET);
            served.getOutputStream().write(1);
            assertNothingComes(served);
            assertNothingComes(client);
        }
    }

    private static int port(Link link) {
        return Integer.parseInt(link.address().replaceFirst(".*:", ""));
    }

    /** Neither data nor the end of the connection. */
    private static void assertNothingComes(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
