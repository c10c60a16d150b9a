// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.history;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.TermId;
import io.github.elector.sql.Fence;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A replica with an elector for each component. Whoever leads writes behind the fence, and resigns now and then. */
final class ElectorClient extends VerticleBase implements Client {
    private static final Duration FENCE_LIMIT = Duration.ofMillis(250);

    private final Recorder recorder;
    private final Ground ground;
    private final List<ComponentName> components;
    private final String name;
    private final Random random;
    private final TcpProxy proxy;
    // Replicas are rivals only if each has a Vertx of its own.
    private final Vertx replica = Vertx.vertx();
    private final List<Elector> electors = new CopyOnWriteArrayList<>();
    private final AtomicInteger written = new AtomicInteger();
    private Pool pool;
    private volatile boolean finished;

    ElectorClient(Recorder recorder, Ground ground, List<ComponentName> components, String name, long seed) {
        this.recorder = recorder;
        this.ground = ground;
        this.components = components;
        this.name = name;
        this.random = new Random(seed);
        this.proxy = ground.proxy();
    }

    @Override
    public TcpProxy proxy() {
        return proxy;
    }

    @Override
    public Future<?> start() {
        pool = ground.pool(replica, proxy);
        String uri = RecordedStoreProvider.offer(
                name + "-" + UUID.randomUUID(),
                (itsVertx, config) -> recorder.recorded(
                        name, ground.store(itsVertx, ground.config(proxy, Duration.ofNanos(config.timeoutNanos())))));
        for (ComponentName component : components) {
            // It starts when the database is there.
            Elector.start(replica, options(component, uri), TermWork.of(Writer::new))
                    .onSuccess(electors::add);
        }
        resignLater();
        return Future.succeededFuture();
    }

    private ElectorOptions options(ComponentName component, String uri) {
        return new ElectorOptions()
                .setComponent(component.value())
                .setNode(name)
                .setLease(Duration.ofMillis(1_500))
                .setRenew(Duration.ofMillis(500))
                .setRetry(Duration.ofMillis(300))
                .setStop(Duration.ofMillis(300))
                .setStore(new JsonObject().put("uri", uri));
    }

    private void resignLater() {
        vertx.setTimer(100 + random.nextInt(900), timer -> {
            if (!finished) {
                if (!electors.isEmpty()) {
                    electors.get(random.nextInt(electors.size())).resign(Duration.ofMillis(random.nextInt(400)));
                }
                resignLater();
            }
        });
    }

    /** From a thread without a context, as the end of a Vertx wants it. */
    @Override
    public Future<Void> finish() {
        finished = true;
        return replica.close();
    }

    @Override
    public Future<?> stop() {
        proxy.close();
        return Future.succeededFuture();
    }

    /** The work of a term. */
    private final class Writer extends VerticleBase {
        private final Term term;

        Writer(Term term) {
            this.term = term;
        }

        @Override
        public Future<?> start() {
            writeLater();
            return Future.succeededFuture();
        }

        private void writeLater() {
            vertx.setTimer(10 + written.get() % 30, timer -> {
                if (term.isValid()) {
                    write().onComplete(done -> writeLater());
                }
            });
        }

        private Future<?> write() {
            int number = written.incrementAndGet();
            String entry = name + "-" + number;
            TermId id = term.id();
            Tuple row =
                    Tuple.of(id.component().value(), id.number(), id.session().value(), entry);
            Fence fence = ground.fence().limitedTo(FENCE_LIMIT);
            if (number % 3 == 0) {
                boolean checksSession = ground.statementChecksSession();
                return recorder.recordWrite(
                        name,
                        term,
                        entry,
                        checksSession,
                        committing -> fence.write(pool, term, ground.insert(true), row));
            }
            return recorder.recordWrite(
                    name,
                    term,
                    entry,
                    true,
                    committing -> fence.inTransaction(
                            pool,
                            term,
                            connection -> connection
                                    .preparedQuery(ground.insert(false))
                                    .execute(row)
                                    .compose(inserted -> vertx.timer(1 + number % 40))
                                    .onSuccess(done -> committing.run())));
        }
    }
}
