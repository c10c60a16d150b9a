// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;

import io.github.elector.sql.testing.ByteForger;
import io.github.elector.sql.testing.Forgeries;
import io.github.elector.sql.testing.LogbackEar;
import io.github.elector.store.LeaseStore;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.store.LookRequest;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.Heap;
import io.github.elector.testing.hostile.Refusal;
import io.github.elector.testing.hostile.Secret;
import io.github.elector.testing.hostile.Trial;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * A server, or somebody in between, that answers what it likes: the operation ends in time, in an answer or in a failure of
 * the store's own kind without the password, everything else on the same event loop goes on, and the next connection works.
 */
@AsLongAsAsked
class HostileServerTest {
    private static final Duration TIMEOUT = Duration.ofMillis(400);
    /** On top of the store timeout, on a machine that is busy. */
    private static final long SLACK_MILLIS = 5_000;

    private static final long MOST_BYTES = 64 << 20;

    @Test
    void whateverPostgresqlAnswersTheStoreFailsInTimeAndTheNextConnectionWorks() {
        TestStores stores = new TestStores();
        String uri = stores.server.freshRole(Secret.TOKEN.value(), stores.schema);
        String version =
                stores.server.execute("SHOW server_version").iterator().next().getString(0);
        PgConnectOptions where = PgConnectOptions.fromUri(stores.server.uri());
        try (ByteForger forger = new ByteForger(where.getHost(), where.getPort())) {
            play(
                    "PostgreSQL " + version,
                    false,
                    stores.vertx,
                    forger,
                    (timeout, through) -> stores.store(through(forger, through), timeout),
                    uri);
        } finally {
            stores.close();
        }
    }

    @Test
    void whateverMysqlAnswersTheStoreFailsInTimeAndTheNextConnectionWorks() {
        MysqlStores stores = new MysqlStores();
        String uri = stores.grantedUser(Secret.TOKEN.value());
        String version =
                stores.server.execute("SELECT VERSION()").iterator().next().getString(0);
        PgConnectOptions where = PgConnectOptions.fromUri(stores.server.uri().replaceFirst("^[a-z]+", "postgresql"));
        try (ByteForger forger = new ByteForger(where.getHost(), where.getPort())) {
            play(
                    (stores.isMariaDb() ? "MariaDB " : "MySQL ") + version,
                    true,
                    stores.vertx,
                    forger,
                    (timeout, through) -> stores.store(through(forger, through), timeout, MysqlStores.options()),
                    uri);
        } finally {
            stores.close();
        }
    }

    private static String through(ByteForger forger, String uri) {
        return uri.replaceFirst("(?<=//)(?<user>[^@/]*@)?[^/]*", "${user}127.0.0.1:" + forger.port());
    }

    private static void play(
            String server,
            boolean mysql,
            Vertx vertx,
            ByteForger forger,
            BiFunction<Duration, String, LeaseStore> stores,
            String uri) {
        try (Trial trial = new Trial("bytes from the server, and from somebody in between", server);
                LogbackEar ear = new LogbackEar(trial.overheard())) {
            ear.listen();
            trial.overheard().in(vertx);
            LeaseStore store = stores.apply(TIMEOUT, uri);
            await("the tables", prepared(store, 20));
            long heap = Heap.used();
            trial.play("while connecting and logging in", 3, random -> {
                forger.cut();
                return answered(random, mysql, vertx, forger, store);
            });
            trial.play("in answers", 3, random -> answered(random, mysql, vertx, forger, store));
            long grown = Heap.used() - heap;
            if (grown > MOST_BYTES) {
                trial.violated("the heap grew by " + grown + " bytes");
            }
            if (PlatformDependent.usedDirectMemory() > MOST_BYTES) {
                trial.violated("direct memory in use: " + PlatformDependent.usedDirectMemory() + " bytes");
            }
        }
    }

    /** Whether there was an answer all the same: not every forgery hits. */
    private static boolean answered(Random random, boolean mysql, Vertx vertx, ByteForger forger, LeaseStore store)
            throws Exception {
        forger.forge(Forgeries.any(random, mysql));
        long asked = System.nanoTime();
        Future<?> answer = asked(random, store);
        Promise<Void> otherWork = Promise.promise();
        vertx.setTimer(1, due -> otherWork.complete());
        await("a timer of the same Vertx", otherWork.future());
        await("an answer or a failure", answer.transform(done -> Future.succeededFuture()));
        long millis = (System.nanoTime() - asked) / 1_000_000;
        forger.forge(ByteForger.Forgery.NONE);
        if (millis > TIMEOUT.toMillis() + SLACK_MILLIS) {
            throw new AssertionError("it took " + millis + " ms");
        }
        if (answer.failed()) {
            // Of a server, or of a table that it says is not as it should be.
            String message = String.valueOf(answer.cause().getMessage());
            Refusal.check(answer.cause(), LeaseStoreException.class, message.contains("leader_") ? "leader_" : " on ");
            forger.cut();
        }
        await("what is asked next", prepared(store, 20));
        return answer.succeeded();
    }

    private static Future<?> asked(Random random, LeaseStore store) {
        return switch (random.nextInt(4)) {
            case 0 -> store.prepare();
            case 1 -> store.heartbeat(TestStores.freshSession());
            case 2 -> store.open(TestStores.opening(TestStores.freshSession()));
            default -> store.look(new LookRequest(List.of(TestStores.BILLING)));
        };
    }

    /** The first may still meet what the forgery left of a connection, and a machine that is busy. */
    private static Future<Void> prepared(LeaseStore store, int tries) {
        Future<Void> prepared = store.prepare();
        return tries == 1 ? prepared : prepared.recover(again -> prepared(store, tries - 1));
    }
}
