// SPDX-License-Identifier: Apache-2.0
package io.github.elector.mutiny;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a subscription is made by somebody who then blocks for its outcome, where that can never come.
 *
 * <p>Mutiny has one switch for a whole process, which belongs to the application. Where that forbids this thread to wait,
 * Mutiny refuses by itself. Everywhere else the stack tells, and nobody has to switch anything: a subscription by {@code
 * await()} is made below the frame that waits, with nothing but Mutiny in between, whatever was put behind the {@code Uni}.
 * Looked at only on Vert.x contexts. The names are those of Mutiny 3.3, and a test waits in each way.
 */
final class BlockingWait {
    private static final String MUTINY = "io.smallrye.mutiny.";
    private static final String FACADE = BlockingWait.class.getPackageName() + ".";
    private static final Set<String> WAITING =
            Set.of("io.smallrye.mutiny.operators.uni.UniBlockingAwait", "io.smallrye.mutiny.helpers.BlockingIterable");
    private static final StackWalker STACK = StackWalker.getInstance();

    private BlockingWait() {}

    /** What a subscription on this thread is refused with, or null if nothing is wrong; a look at the stack costs microseconds. */
    static @Nullable IllegalStateException refusal(String consequence) {
        if (!isOnTurns() || !Infrastructure.canCallerThreadBeBlocked() || !STACK.walk(BlockingWait::someoneWaits)) {
            return null;
        }
        String thread = Thread.currentThread().getName();
        return new IllegalStateException("await() on " + thread
                + ", which is a thread of a Vert.x context: it would block the very context its answer has to come through, so "
                + consequence + "; subscribe, or wait inside of executeBlocking");
    }

    /** Whether what this thread does has to end before the next turn of its context can begin. */
    private static boolean isOnTurns() {
        if (Context.isOnEventLoopThread()) {
            return true;
        }
        Context context = Vertx.currentContext();
        return context != null && !context.isEventLoopContext();
    }

    private static boolean someoneWaits(Stream<StackFrame> frames) {
        return frames.map(StackFrame::getClassName)
                .takeWhile(name -> name.startsWith(MUTINY) || name.startsWith(FACADE))
                .anyMatch(WAITING::contains);
    }
}
