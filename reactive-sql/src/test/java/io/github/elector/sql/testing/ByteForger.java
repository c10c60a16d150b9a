// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands in front of a database server and forges what it answers: it flips bits, cuts, repeats, drops or makes up, from
 * some byte of a connection on. As long as nothing is to be forged it is a plain proxy. Any thread.
 */
public final class ByteForger implements AutoCloseable {
    private final InetSocketAddress target;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong forged = new AtomicLong();
    private volatile Forgery forgery = Forgery.NONE;
    private volatile boolean closed;

    /** What is done to the bytes that come from the server. */
    @FunctionalInterface
    public interface Forgery {
        /** Nothing. */
        Forgery NONE = (chunk, from) -> chunk;

        /**
         * What the client gets instead; null ends the connection.
         *
         * @param chunk as it came from the server
         * @param from how many bytes of this connection came before it
         */
        byte[] forge(byte[] chunk, long from);
    }

    /** In front of this address. */
    public ByteForger(String host, int port) {
        target = new InetSocketAddress(host, port);
        try {
            listening = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("the forger cannot listen", e);
        }
        daemon("forger-accept", this::accept);
    }

    /** Where clients connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** From now on, of all connections. */
    public void forge(Forgery forgery) {
        this.forgery = forgery;
    }

    /** Ends all connections. */
    public void cut() {
        sockets.forEach(ByteForger::closeQuietly);
    }

    /** How many chunks were forged. */
    public long forged() {
        return forged.get();
    }

    @Override
    public void close() {
        closed = true;
        closeQuietly(listening);
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                server.connect(target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                daemon("forger-to-server", () -> copy(client, server, false));
                daemon("forger-to-client", () -> copy(server, client, true));
            } catch (IOException refused) {
                // Of one connection; the next may do.
            }
        }
    }

    private void copy(Socket from, Socket to, boolean forging) {
        byte[] buffer = new byte[64 * 1024];
        long passed = 0;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                byte[] chunk = Arrays.copyOf(buffer, length);
                byte[] sent = forging ? forged(chunk, passed) : chunk;
                if (sent == null) {
                    return;
                }
                passed += length;
                out.write(sent);
            }
        } catch (IOException broken) {
            // One side is gone: so is the other, below.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private byte[] forged(byte[] chunk, long passed) {
        Forgery now = forgery;
        byte[] sent = now.forge(chunk, passed);
        if (sent != chunk) {
            forged.incrementAndGet();
        }
        return sent;
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }
}
