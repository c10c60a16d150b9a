// SPDX-License-Identifier: Apache-2.0
package io.github.elector.term;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The worker pool that the verticles of one term share, by its name.
 *
 * <p>Vert.x closes the pool with the last verticle that uses it and interrupts what runs there, but waits for nothing. A
 * thread of a closed pool lives only as long as its task; so no task runs once no thread with the pool's name lives.
 */
final class BlockingPool {
    private static final long AGAIN_MILLIS = 5;

    private final Vertx vertx;
    private final String name;
    private final String threadPrefix;

    BlockingPool(Vertx vertx, TermId term) {
        this.vertx = vertx;
        this.name = "elector-" + term.component() + "-" + term.number() + "-" + incarnation(term.session());
        this.threadPrefix = name + "-";
    }

    /** In another Vertx, on another store, the same component may have a term of the same number. */
    private static String incarnation(SessionId session) {
        return session.value().substring(session.value().lastIndexOf('~') + 1);
    }

    String name() {
        return name;
    }

    /** Completes when no task of the pool runs any more; to be called after its verticles were undeployed. */
    Future<Void> drained() {
        return hasThreads()
                ? vertx.timer(AGAIN_MILLIS, TimeUnit.MILLISECONDS).compose(again -> drained())
                : Future.succeededFuture();
    }

    /** Whether a task may run; any thread. */
    boolean hasThreads() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] threads = new Thread[top.activeCount() * 2 + 16];
        int count = top.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (threads[i].getName().startsWith(threadPrefix)) {
                return true;
            }
        }
        return false;
    }
}
