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
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy in this JVM that can do to a connection what networks do: hold it silently, delay it, cut it, reset it.
 *
 * <p>One thread for each direction of each connection, plain sockets, nothing clever. Any thread may call any method.
 */
public final class TcpProxy implements AutoCloseable {
    private volatile InetSocketAddress target;
    private final int port;
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();
    private final Gate toServer = new Gate();
    private final Gate toClient = new Gate();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Tap clientTap = (connection, chunk, length) -> {};
    private volatile ServerSocket listening;
    private volatile Thread accepting;

    /** Stands in front of this address, on a free port of the loopback address. */
    public TcpProxy(String host, int port) {
        this.target = new InetSocketAddress(host, port);
        this.listening = listen(0);
        this.port = listening.getLocalPort();
    }

    /** New connections lead there; those that are open stay where they are. */
    public void redirect(String host, int port) {
        target = new InetSocketAddress(host, port);
    }

    /** Where clients connect to. */
    public int port() {
        return port;
    }

    /** How many connections are open. */
    public int connections() {
        return (int) pipes.stream().filter(pipe -> pipe.fromClient).count();
    }

    /** Sees what passes; run on the threads of the proxy, one for each connection. */
    @FunctionalInterface
    public interface Tap {
        /** The first {@code length} bytes of {@code chunk} came on this connection; they are numbered from 1. */
        void sees(int connection, byte[] chunk, int length);
    }

    /** Is shown every chunk clients send, before it is held or delayed. */
    public void tapClients(Tap tap) {
        clientTap = tap;
    }

    /** Holds everything silently, both ways, new connections included: they are accepted and never answered. */
    public void pause() {
        pauseToServer();
        pauseToClient();
    }

    /** Holds what clients send. */
    public void pauseToServer() {
        toServer.shut();
    }

    /** Holds what the server answers. */
    public void pauseToClient() {
        toClient.shut();
    }

    /** Lets everything through that was held, and takes new connections again. */
    public void resume() {
        toServer.open();
        toClient.open();
        if (listening.isClosed()) {
            listening = listen(port);
        }
    }

    /** Delays each chunk by this much from now on; a slow line, not a thin one. */
    public void delay(Duration towardsServer, Duration towardsClient) {
        toServer.delayNanos = towardsServer.toNanos();
        toClient.delayNanos = towardsClient.toNanos();
    }

    /** Closes all connections in order; new ones are taken. */
    public void cut() {
        pipes.forEach(Pipe::close);
    }

    /** Resets all connections, as a crashed host does once it answers again; new ones are taken. */
    public void reset() {
        pipes.forEach(Pipe::reset);
    }

    /** Refuses new connections until {@link #resume()}; those that are open stay. */
    public void refuse() {
        closeQuietly(listening);
        try {
            // The system listens until the thread that accepts has left its call.
            accepting.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        refuse();
        cut();
        toServer.open();
        toClient.open();
    }

    private ServerSocket listen(int onPort) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 200);
            accepting = startDaemon("proxy-accept-" + socket.getLocalPort(), () -> acceptFrom(socket));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot listen on port " + onPort, e);
        }
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                if (socket.isClosed()) {
                    closeQuietly(client);
                    return;
                }
                int number = accepted.incrementAndGet();
                startDaemon("proxy-connect-" + port, () -> join(number, client));
            } catch (IOException closed) {
                // The loop asks whether it was us who closed it.
            }
        }
    }

    private void join(int number, Socket client) {
        Socket server = new Socket();
        try {
            server.connect(target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException refused) {
            closeQuietly(client);
            closeQuietly(server);
            return;
        }
        Pipe there = new Pipe(number, client, server, toServer, true);
        Pipe back = new Pipe(number, server, client, toClient, false);
        pipes.add(there);
        pipes.add(back);
        startDaemon("proxy-to-server-" + port, there);
        startDaemon("proxy-to-client-" + port, back);
    }

    private static Thread startDaemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // It is gone, which is what was wanted.
        }
    }

    /** What everything of one direction has to pass. */
    private static final class Gate {
        private boolean shut;
        volatile long delayNanos;

        synchronized void shut() {
            shut = true;
        }

        synchronized void open() {
            shut = false;
            notifyAll();
        }

        void pass() throws InterruptedException {
            long due = System.nanoTime() + delayNanos;
            for (long left = delayNanos; left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            synchronized (this) {
                while (shut) {
                    wait();
                }
            }
        }
    }

    /** One direction of one connection. */
    private final class Pipe implements Runnable {
        private final int number;
        private final Socket from;
        private final Socket to;
        private final Gate gate;
        private final boolean fromClient;

        Pipe(int number, Socket from, Socket to, Gate gate, boolean fromClient) {
            this.number = number;
            this.from = from;
            this.to = to;
            this.gate = gate;
            this.fromClient = fromClient;
        }

        @Override
        public void run() {
            byte[] chunk = new byte[64 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                    if (fromClient) {
                        clientTap.sees(number, chunk, length);
                    }
                    gate.pass();
                    out.write(chunk, 0, length);
                }
            } catch (IOException broken) {
                // One side is gone: so is the other, below.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        void close() {
            pipes.remove(this);
            closeQuietly(from);
            closeQuietly(to);
        }

        void reset() {
            try {
                from.setSoLinger(true, 0);
                to.setSoLinger(true, 0);
            } catch (IOException e) {
                // Closed already.
            }
            close();
        }
    }
}
