// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that say what processor time each half of a turn took: what came in on its sockets, and the tasks and
 * timers that were due. A half has one event at least, and all of those that were ready at once, so an event takes no
 * longer than the half it is in. Halves without an event are not counted; waiting takes no processor time.
 */
final class MeasuredLoops implements Transport {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Stints turns;
    private volatile boolean measured;

    /** These tell it once they shall. */
    MeasuredLoops(Stints turns) {
        this.turns = turns;
    }

    /** From now on; any thread. */
    void measure() {
        measured = true;
    }

    private void took(long begun, long before, boolean anything) {
        if (anything && measured) {
            long cpu = THREADS.getCurrentThreadCpuTime() - before;
            turns.add(new Stint(begun, System.nanoTime(), cpu));
        }
    }

    @Override
    public String name() {
        return "nio, measured";
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Throwable unavailabilityCause() {
        throw new IllegalStateException("it is available");
    }

    @Override
    public io.vertx.core.spi.transport.Transport implementation() {
        return new NioTransport() {
            @Override
            public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
                return new MultiThreadIoEventLoopGroup(threads, factory, ioHandlerFactory()) {
                    @Override
                    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... unused) {
                        return new Loop(this, executor, handlers);
                    }
                };
            }
        };
    }

    /** One of them. */
    private final class Loop extends SingleThreadIoEventLoop {
        Loop(MultiThreadIoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
            super(group, executor, handlers);
        }

        @Override
        protected int runIo() {
            long begun = System.nanoTime();
            long before = THREADS.getCurrentThreadCpuTime();
            int events = super.runIo();
            took(begun, before, events > 0);
            return events;
        }

        @Override
        protected boolean runAllTasks(long longestNanos) {
            long begun = System.nanoTime();
            long before = THREADS.getCurrentThreadCpuTime();
            boolean any = super.runAllTasks(longestNanos);
            took(begun, before, any);
            return any;
        }
    }
}
