// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.elector.benchmarks.peers.JdbcPool;
import io.github.elector.benchmarks.peers.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** The driver asks for TLS if a parameter has it do so, or if none keeps it from that; the server refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"?connectTimeout=20", "?sslmode=prefer"})
    void aParameterOfTheUriChangesNoCount(String query) throws SQLException {
        String uri = SharedServers.get().of(Peer.SHEDLOCK);

        assertThat(askedBy(uri + query)).isEqualTo(askedBy(uri)).isGreaterThan(10);
    }

    private static long askedBy(String uri) throws SQLException {
        try (Link link = Link.to(Peer.SHEDLOCK, uri);
                Connection connection = JdbcPool.connect(link.address());
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 10; i++) {
                statement.execute("SELECT 1");
            }
            return link.asked();
        }
    }

    @Test
    void aCountOfNothingIsRefused() {
        try (Link link = Link.to(Peer.SPRING, SharedServers.get().of(Peer.SPRING))) {
            assertThatThrownBy(link::checkCounted)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Spring Integration")
                    .hasMessageContaining("sslmode=disable");
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
