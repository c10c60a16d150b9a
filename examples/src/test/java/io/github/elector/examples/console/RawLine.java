// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line to a server on this machine, on which a test says exactly what it wants to and reads what comes. */
final class RawLine implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final BufferedReader reader;

    RawLine(int port) {
        this(port, 0);
    }

    /** One that takes no more than about this many bytes before they are read; 0 for what the system takes. */
    RawLine(int port, int receiveBytes) {
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(PATIENCE_MILLIS);
            reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException("no line to port " + port, gone);
        }
    }

    /** All of the answer to a request that ends the line. */
    static String answer(int port, String request) {
        try (RawLine line = new RawLine(port)) {
            line.say(request.stripTrailing() + "\r\nConnection: close\r\n\r\n");
            return line.rest();
        }
    }

    /** All of the answer to a GET. */
    static String get(int port, String path) {
        return answer(port, "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port);
    }

    void say(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException("the line is gone", gone);
        }
    }

    /** Asks for events; the head of the answer has been read when this returns. */
    RawLine listen(String... headers) {
        say("GET /events HTTP/1.1\r\nHost: localhost\r\n" + String.join("", headers) + "\r\n");
        while (!line().isEmpty()) {
            // The head.
        }
        return this;
    }

    /** The next event, of whatever type, without what chunks put around it. */
    List<String> event() {
        List<String> lines = new ArrayList<>();
        for (String next = line(); !next.isEmpty() || lines.isEmpty(); next = line()) {
            if (!next.isEmpty() && !next.matches("[0-9a-f]{1,6}")) {
                lines.add(next);
            }
        }
        return lines;
    }

    /** The next event of this type; those before it are skipped. */
    List<String> event(String type) {
        return eventWith("event: " + type + "\n");
    }

    /** The next event with this text in it; those before it are skipped. */
    List<String> eventWith(String text) {
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (System.nanoTime() - end < 0) {
            List<String> event = event();
            if (String.join("\n", event).contains(text)) {
                return event;
            }
        }
        throw new AssertionError("no event with '" + text + "' came within " + PATIENCE_MILLIS + " ms");
    }

    String line() {
        try {
            String line = reader.readLine();
            if (line == null) {
                throw new UncheckedIOException(new IOException("the line has ended"));
            }
            return line;
        } catch (IOException gone) {
            throw new UncheckedIOException("nothing came", gone);
        }
    }

    String rest() {
        try {
            StringBuilder all = new StringBuilder();
            char[] some = new char[8192];
            for (int read = reader.read(some); read >= 0; read = reader.read(some)) {
                all.append(some, 0, read);
            }
            return all.toString();
        } catch (IOException gone) {
            throw new UncheckedIOException("the line broke", gone);
        }
    }

    /** How much still comes until the other side ends the line; no more than this much is taken. */
    long bytesUntilItBreaks(long most) {
        long all = 0;
        char[] some = new char[65536];
        try {
            for (int read = reader.read(some); read >= 0 && all < most; read = reader.read(some)) {
                all += read;
            }
        } catch (SocketTimeoutException goesOn) {
            throw new AssertionError("the line was not ended", goesOn);
        } catch (IOException broken) {
            // As it should be.
        }
        return all;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
