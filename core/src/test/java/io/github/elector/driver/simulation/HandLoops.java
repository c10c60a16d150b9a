// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The event loops of one Vertx. With one for each verticle, which is what a process with many processors may do, nothing
 * that two verticles do is in order; with one for all, everything is.
 */
final class HandLoops extends AbstractEventExecutorGroup implements EventLoopGroup {
    private final Supplier<HandLoop> maker;
    private final int most;
    private final List<HandLoop> loops = new ArrayList<>();
    private boolean shut;

    HandLoops(Supplier<HandLoop> maker, int most) {
        this.maker = maker;
        this.most = most;
    }

    @Override
    public EventLoop next() {
        if (loops.size() < most) {
            loops.add(maker.get());
            return loops.get(loops.size() - 1);
        }
        return loops.get(0);
    }

    int timers() {
        return loops.stream().mapToInt(HandLoop::timers).sum();
    }

    int backlog() {
        return loops.stream().mapToInt(HandLoop::backlog).sum();
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return next().register(channel);
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
    public Iterator<EventExecutor> iterator() {
        return List.<EventExecutor>copyOf(loops).iterator();
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

    private void stop() {
        shut = true;
        loops.forEach(HandLoop::stop);
    }
}
