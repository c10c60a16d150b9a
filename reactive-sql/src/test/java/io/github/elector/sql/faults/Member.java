// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import static io.github.elector.testing.Await.await;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.driver.RiggedElector;
import io.github.elector.lease.SessionId;
import io.github.elector.sql.Fence;
import io.github.elector.sql.FenceRefusedException;
import io.github.elector.sql.FencedWrite;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.testing.JumpingClock;
import io.github.elector.testing.Notices;
import io.github.elector.testing.PausedTerm;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/** One replica: an elector on a Vertx of its own, whose line to the server is a proxy of its own. */
final class Member implements AutoCloseable {
    private final String node;
    private final Ground ground;
    private final Make make;
    private final Trap trap;
    private final Chronicle chronicle;
    private final Fence fence;
    private final TcpProxy proxy;
    private final JumpingClock clock = new JumpingClock();
    private final Vertx vertx;
    private final Pool direct;
    private volatile Pool pool;
    private volatile SessionId session;
    private volatile Elector elector;
    private volatile boolean open = true;

    Member(String node, Ground ground, Make make, Trap trap, Chronicle chronicle) {
        this.node = node;
        this.ground = ground;
        this.make = make;
        this.trap = trap;
        this.chronicle = chronicle;
        this.fence = ground.fence().limitedTo(Times.FENCE_LIMIT);
        this.proxy = ground.proxy();
        VertxOptions small = new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                // Blocked event loops are among the faults.
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1));
        small.getFileSystemOptions().setFileCachingEnabled(false);
        this.vertx = Vertx.vertx(small);
        vertx.exceptionHandler(thrown -> chronicle.unhandled(node, thrown));
        this.direct = ground.pool(vertx);
        this.pool = ground.pool(vertx, proxy);
        Notices.about(Ground.COMPONENT, vertx)
                .alsoTell(notice -> chronicle.add(new Chronicle.Told(node, notice, System.nanoTime())));
    }

    /** Campaigns from now on. */
    Future<Void> start() {
        ElectorOptions options = new ElectorOptions()
                .setComponent(Ground.COMPONENT)
                .setNode(node)
                .setLease(Duration.ofNanos(Times.TIMING.leaseNanos()))
                .setRenew(Duration.ofNanos(Times.TIMING.renewNanos()))
                .setRetry(Duration.ofNanos(Times.TIMING.retryNanos()))
                .setStop(Duration.ofNanos(Times.TIMING.stopNanos()))
                .setStore(ground.store(proxy));
        TermWork work = TermWork.of(term -> new JournalWork(this, term));
        return RiggedElector.start(
                        vertx,
                        options,
                        work,
                        clock,
                        store -> new ObservedStore(make.store().apply(store), this))
                .onSuccess(started -> elector = started)
                .mapEmpty();
    }

    String node() {
        return node;
    }

    Vertx vertx() {
        return vertx;
    }

    TcpProxy line() {
        return proxy;
    }

    JumpingClock clock() {
        return clock;
    }

    /** The session it opened last. */
    SessionId session() {
        return session;
    }

    boolean isOpen() {
        return open;
    }

    /** Its term, if it is valid now. Any thread. */
    Optional<Term> term() {
        Elector started = elector;
        return started == null ? Optional.empty() : started.term();
    }

    boolean leads() {
        return term().isPresent();
    }

    /** Gives up what it leads and stays out for a while; nobody waits for it. */
    void resign(Duration stayOut) {
        elector.resign(stayOut).onFailure(closed -> chronicle.unhandled(node, closed));
    }

    Future<Void> comesTo(Phase phase) {
        return trap.at(phase, this, vertx.getOrCreateContext());
    }

    void opens(SessionId fresh) {
        session = fresh;
    }

    void hasBeat() {
        chronicle.add(new Chronicle.Beat(node, System.nanoTime()));
    }

    /** One write of its work, through its line. */
    Future<?> write(Term term) {
        return written(pool, term)
                .onSuccess(done -> chronicle.add(new Chronicle.Wrote(node, term.number(), System.nanoTime())))
                .onFailure(failed -> replacePool());
    }

    /**
     * A pool whose only connection hangs would hang for ever. From a thread without a context: a pool made by a verticle is
     * closed with it, and the verticle would wait for that.
     */
    private void replacePool() {
        ForkJoinPool.commonPool().execute(() -> {
            if (open) {
                Pool old = pool;
                pool = ground.pool(vertx, proxy);
                old.close();
            }
        });
    }

    /** One write of somebody who does not know that the term is over. */
    Future<?> pretend(PausedTerm term) {
        return written(direct, term).onFailure(failure -> {
            if (failure instanceof FenceRefusedException) {
                chronicle.add(new Chronicle.Refused(node, term.number(), System.nanoTime()));
            }
        });
    }

    private Future<?> written(Pool pool, Term term) {
        if (make.fenced()) {
            Future<FencedWrite> written =
                    fence.write(pool, term, ground.insert(), ground.row(term.number(), term.holder()));
            return written;
        }
        return pool.preparedQuery(ground.unfencedInsert())
                .execute(ground.row(term.number(), term.holder()))
                .timeout(Times.FENCE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Closes the elector; how long it took, in nanoseconds. */
    Future<Long> closeElector() {
        open = false;
        long begun = System.nanoTime();
        Elector started = elector;
        return (started == null ? Future.<Void>succeededFuture() : started.close())
                .map(closed -> System.nanoTime() - begun);
    }

    @Override
    public void close() {
        open = false;
        proxy.resume();
        await("the end of the Vertx of " + node, vertx.close());
        proxy.close();
    }
}
