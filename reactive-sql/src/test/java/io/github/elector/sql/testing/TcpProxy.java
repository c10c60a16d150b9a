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
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A TCP proxy in this JVM that can do to a connection what networks do: hold it silently, delay it, cut it, reset it, lose
 * or garble what passes.
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

    /** What clients send from now on is lost, on new connections too, until {@link #resume()}. */
    public void loseToServer() {
        toServer.loses = true;
    }

    /** What the server answers from now on is lost, on new connections too, until {@link #resume()}. */
    public void loseToClient() {
        toClient.loses = true;
    }

    /** The next request on each open connection is lost, and its connection with it. */
    public void loseNextToServer() {
        damage(true, Damage.LOSE_NEXT);
    }

    /** The next answer on each open connection is lost, and its connection with it. */
    public void loseNextToClient() {
        damage(false, Damage.LOSE_NEXT);
    }

    /** The next answer on each open connection ends in its middle, and its connection with it. */
    public void truncateNextToClient() {
        damage(false, Damage.TRUNCATE_NEXT);
    }

    /** The next request on each open connection arrives as other bytes. */
    public void garbleNextToServer() {
        damage(true, Damage.GARBLE_NEXT);
    }

    /** The next answer on each open connection arrives as other bytes. */
    public void garbleNextToClient() {
        damage(false, Damage.GARBLE_NEXT);
    }

    /**
     * Closes all connections towards the server and tells no client: what clients send on them vanishes, and nothing comes
     * back. New connections work.
     */
    public void halfOpen() {
        pipes.forEach(pipe -> pipe.deaf = true);
        pipes.stream().filter(pipe -> pipe.fromClient).forEach(pipe -> closeQuietly(pipe.to));
    }

    private void damage(boolean fromClient, Damage damage) {
        pipes.stream().filter(pipe -> pipe.fromClient == fromClient).forEach(pipe -> pipe.damage.set(damage));
    }

    /**
     * Lets everything through that was held, loses nothing any more, and takes new connections again. Connections that lost
     * something are reset, since no stream goes on without its middle.
     */
    public void resume() {
        toServer.loses = false;
        toClient.loses = false;
        pipes.stream().filter(pipe -> pipe.hasLost).forEach(Pipe::reset);
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
        pipes.forEach(pipe -> pipe.deaf = false);
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

    /** What happens to the next chunk that passes. */
    private enum Damage {
        NONE,
        LOSE_NEXT,
        TRUNCATE_NEXT,
        GARBLE_NEXT
    }

    /** What everything of one direction has to pass. */
    private static final class Gate {
        private boolean shut;
        volatile long delayNanos;
        volatile boolean loses;

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
        private final AtomicReference<Damage> damage = new AtomicReference<>(Damage.NONE);
        private volatile boolean hasLost;
        private volatile boolean deaf;

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
                    if (!pass(chunk, length, out)) {
                        return;
                    }
                }
            } catch (IOException broken) {
                // One side is gone: so is the other, below.
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }

        /** Whether the connection goes on. */
        private boolean pass(byte[] chunk, int length, OutputStream out) throws IOException {
            if (gate.loses) {
                hasLost = true;
                return true;
            }
            if (deaf && fromClient) {
                return true;
            }
            switch (damage.getAndSet(Damage.NONE)) {
                case LOSE_NEXT -> {
                    return false;
                }
                case TRUNCATE_NEXT -> {
                    out.write(chunk, 0, length / 2);
                    out.flush();
                    return false;
                }
                case GARBLE_NEXT -> garble(chunk, length);
                case NONE -> {
                    // As it came.
                }
            }
            out.write(chunk, 0, length);
            return true;
        }

        /** Always the same other bytes, of every value. */
        private static void garble(byte[] chunk, int length) {
            for (int i = 0; i < length; i++) {
                chunk[i] ^= (byte) (0x5b + 31 * i);
            }
        }

        void close() {
            pipes.remove(this);
            if (!deaf) {
                closeQuietly(from);
                closeQuietly(to);
            } else {
                // Each side on its own: the client is not told of the server's end.
                closeQuietly(from);
            }
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
