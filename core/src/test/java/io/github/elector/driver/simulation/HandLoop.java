// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.simulation.Chance;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.netty.util.concurrent.Ticker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * An event loop whose turns are taken by hand: one task at a time, when true time has come to it, and never while its
 * process is paused or dead. Its chances are its own, so that it does not matter in which order others are asked.
 */
final class HandLoop extends AbstractScheduledEventExecutor implements EventLoop {
    private static final long MILLI = 1_000_000;
    private static final int MANY = 100;
    private static final long NONE = Long.MAX_VALUE;

    private final Jvm jvm;
    private final String name;
    private final Chance chance;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<java.util.concurrent.Future<?>> timers = new ArrayList<>();
    private boolean turnIsPlanned;
    private long wakePlannedFor = NONE;
    private boolean inTurn;
    private boolean shut;

    HandLoop(Jvm jvm, String name, Chance chance) {
        this.jvm = jvm;
        this.name = name;
        this.chance = chance;
    }

    /** Timers that have neither fired nor been cancelled. */
    int timers() {
        timers.removeIf(java.util.concurrent.Future::isDone);
        return timers.size();
    }

    /** Tasks that wait for their turn. */
    int backlog() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable task) {
        if (shut) {
            throw new RejectedExecutionException("event loop " + name + " is shut down");
        }
        tasks.add(task);
        planTurn();
    }

    private void planTurn() {
        if (!turnIsPlanned) {
            turnIsPlanned = true;
            jvm.later(chance.between(100, 20_000), this::turn);
        }
    }

    private void turn() {
        turnIsPlanned = false;
        inTurn = true;
        try {
            for (Runnable due = pollScheduledTask(); due != null; due = pollScheduledTask()) {
                tasks.add(due);
            }
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
        } catch (Throwable escaped) {
            jvm.escaped(escaped);
        } finally {
            inTurn = false;
        }
        if (!tasks.isEmpty()) {
            planTurn();
        } else {
            planWake();
        }
    }

    /** Timers fire late, never early. */
    private void planWake() {
        long deadline = nextScheduledTaskDeadlineNanos();
        if (deadline == -1 || deadline >= wakePlannedFor) {
            return;
        }
        wakePlannedFor = deadline;
        long lateness = chance.percent(3) ? chance.between(0, 20 * MILLI) : chance.between(0, MILLI);
        jvm.later(jvm.machine.clock.trueNanos(deadline - ticker().nanoTime()) + lateness, () -> wake(deadline));
    }

    private void wake(long deadline) {
        if (deadline == wakePlannedFor) {
            wakePlannedFor = NONE;
            if (tasks.isEmpty()) {
                turn();
            }
        }
    }

    @Override
    public Ticker ticker() {
        return jvm.ticker;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return counted(super.schedule(task, delay, unit));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return counted(super.schedule(task, delay, unit));
    }

    private <F extends ScheduledFuture<?>> F counted(F timer) {
        if (timers.size() > MANY) {
            timers();
        }
        timers.add(timer);
        return timer;
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return inTurn;
    }

    @Override
    public EventLoopGroup parent() {
        return null;
    }

    @Override
    public EventLoop next() {
        return this;
    }

    @Override
    public ChannelFuture register(Channel channel) {
        throw new UnsupportedOperationException("nothing is connected here");
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        throw new UnsupportedOperationException("nothing is connected here");
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        throw new UnsupportedOperationException("nothing is connected here");
    }

    @Override
    public boolean isShuttingDown() {
        return shut;
    }

    @Override
    public boolean isShutdown() {
        return shut;
    }

    @Override
    public boolean isTerminated() {
        return shut;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shut;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        stop();
        return terminationFuture();
    }

    @Override
    public Future<?> terminationFuture() {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // It is Netty's, and deprecated there.
    public void shutdown() {
        stop();
    }

    void stop() {
        shut = true;
    }

    @Override
    public String toString() {
        return name;
    }
}
