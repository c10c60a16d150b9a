// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What no election on this machine and database can be faster than. */
public final class Floor implements Scenario {
    private static final int WARM_UP = 200;
    private static final int PAGE = 8192;

    private final int rounds;

    public Floor(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String key() {
        return "floor";
    }

    @Override
    public String what() {
        return "In one process, on connections of the Vert.x PostgreSQL client that do nothing else. roundTrip: SELECT 1."
                + " commit: an UPDATE of one row, a commit of its own. notice: from a NOTIFY to its arrival on another"
                + " connection. fsync: " + PAGE
                + " bytes appended to a file in the temporary folder and forced to the disk."
                + " handover: an UPDATE that frees a row and notifies, the notification on the other connection, and an"
                + " UPDATE there that takes the row, two commits; what the database and the wire take, and no election.";
    }

    @Override
    public JsonObject run(Field field) {
        Vertx vertx = Vertx.vertx();
        try (Ground ground = new Ground(vertx, field.servers().of(Peer.ELECTOR))) {
            JsonObject parts = new JsonObject()
                    .put("roundTrip", measure(() -> ground.ask("SELECT 1")))
                    .put("commit", measure(() -> ground.ask("UPDATE " + ground.table + " SET term = term + 1")))
                    .put("notice", measure(ground::notice))
                    .put("fsync", fsync())
                    .put("handover", measure(ground::handOver));
            return new JsonObject().put(Peer.ELECTOR.key(), parts);
        } finally {
            await(vertx.close());
        }
    }

    private JsonObject measure(LongSupplier round) {
        Latencies latencies = new Latencies();
        for (int i = -WARM_UP; i < rounds; i++) {
            long nanos = round.getAsLong();
            if (i >= 0) {
                latencies.record(nanos);
            }
        }
        return latencies.toJson();
    }

    private JsonObject fsync() {
        try {
            Path file = Files.createTempFile("elector-fsync-", ".bin");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
                return measure(() -> force(channel));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no file to force to the disk", e);
        }
    }

    private static long force(FileChannel channel) {
        long begun = System.nanoTime();
        try {
            channel.write(ByteBuffer.allocate(PAGE));
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be forced to the disk", e);
        }
        return System.nanoTime() - begun;
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    /** A row, one who frees it and one who hears of that. */
    private static final class Ground implements AutoCloseable {
        // A name nobody has, so that the server has nothing to remark on.
        private final String table = "benchmarks_floor_" + Long.toString(System.currentTimeMillis(), 36);
        private final PgConnection one;
        private final PgConnection other;

        Ground(Vertx vertx, String uri) {
            PgConnectOptions options = PgConnectOptions.fromUri(uri).setCachePreparedStatements(true);
            one = await(PgConnection.connect(vertx, options));
            other = await(PgConnection.connect(vertx, options));
            await(one.query("CREATE TABLE " + table + " (released boolean NOT NULL, term bigint NOT NULL)")
                    .execute());
            await(one.query("INSERT INTO " + table + " VALUES (false, 1)").execute());
            await(other.query("LISTEN " + table).execute());
        }

        long ask(String sql) {
            long begun = System.nanoTime();
            return await(one.preparedQuery(sql).execute().map(rows -> System.nanoTime())) - begun;
        }

        long notice() {
            Promise<Long> heard = Promise.promise();
            other.notificationHandler(notified -> heard.tryComplete(System.nanoTime()));
            long begun = System.nanoTime();
            one.preparedQuery("SELECT pg_notify('" + table + "', '')").execute().onFailure(heard::tryFail);
            return await(heard.future()) - begun;
        }

        long handOver() {
            String free = "WITH freed AS (UPDATE " + table + " SET released = true WHERE NOT released RETURNING term)"
                    + " SELECT pg_notify('" + table + "', '') FROM freed";
            String take = "UPDATE " + table + " SET released = false, term = term + 1 WHERE released RETURNING term";
            Promise<Long> taken = Promise.promise();
            other.notificationHandler(notified -> other.preparedQuery(take)
                    .execute()
                    .map(rows -> System.nanoTime())
                    .onComplete(taken));
            long begun = System.nanoTime();
            one.preparedQuery(free).execute().onFailure(taken::tryFail);
            return await(taken.future()) - begun;
        }

        @Override
        public void close() {
            await(one.query("DROP TABLE " + table).execute());
        }
    }
}
