// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;

/** Writes to a member's event bus as another member would, but for a body that is no JSON though it says so. */
final class RawBus {
    private static final byte VERSION = 1;
    private static final byte CODEC_OF_JSON_OBJECTS = 13;
    private static final byte PUBLISHED = 1;

    private RawBus() {}

    /** Publishes it so many times on one connection. */
    static void publish(int port, String address, String body, int times) {
        Buffer message = Buffer.buffer()
                .appendByte(VERSION)
                .appendByte(CODEC_OF_JSON_OBJECTS)
                .appendByte(PUBLISHED);
        text(message, address);
        text(message, ""); // The address for a reply.
        text(message, "somebody");
        message.appendInt(4); // No headers, and the length of that.
        text(message, body);
        byte[] frame = Buffer.buffer()
                .appendInt(message.length())
                .appendBuffer(message)
                .getBytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void text(Buffer to, String text) {
        to.appendInt(text.length()).appendString(text);
    }
}
