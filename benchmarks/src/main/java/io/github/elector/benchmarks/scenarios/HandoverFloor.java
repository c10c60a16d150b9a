// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.scenarios;

import io.github.elector.benchmarks.peers.Peer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.concurrent.TimeUnit;

/** What a handover costs at least on this database: a statement that frees a row and notifies, and one that takes it. */
public final class HandoverFloor implements Scenario {
    private static final int WARM_UP = 200;
    private static final String CHANNEL = "benchmarks_floor";
    private static final String FREE =
            "WITH freed AS (UPDATE benchmarks_floor SET released = true WHERE component = 'floor'"
                    + " AND NOT released RETURNING component) SELECT pg_notify('" + CHANNEL
                    + "', component) FROM freed";
    private static final String TAKE = "UPDATE benchmarks_floor SET released = false, term = term + 1"
            + " WHERE component = 'floor' AND released RETURNING term";

    private final int rounds;

    public HandoverFloor(int rounds) {
        this.rounds = rounds;
    }

    @Override
    public String key() {
        return "handover-floor";
    }

    @Override
    public String what() {
        return "In one process, on two connections of the Vert.x PostgreSQL client that do nothing else: an UPDATE that frees a"
                + " row and notifies, the notification on the other connection, and an UPDATE there that takes the row."
                + " Each UPDATE is a commit of its own. What the database and the wire take, and no election.";
    }

    @Override
    public JsonObject run(Field field) {
        Vertx vertx = Vertx.vertx();
        try {
            PgConnectOptions options =
                    PgConnectOptions.fromUri(field.servers().of(Peer.ELECTOR)).setCachePreparedStatements(true);
            PgConnection one = await(PgConnection.connect(vertx, options));
            PgConnection other = await(PgConnection.connect(vertx, options));
            await(one.query("DROP TABLE IF EXISTS benchmarks_floor").execute());
            await(one.query("CREATE TABLE benchmarks_floor"
                            + " (component varchar(128) PRIMARY KEY, released boolean NOT NULL, term bigint NOT NULL)")
                    .execute());
            await(one.query("INSERT INTO benchmarks_floor VALUES ('floor', false, 1)")
                    .execute());
            await(other.query("LISTEN " + CHANNEL).execute());
            Latencies latencies = new Latencies();
            for (int round = -WARM_UP; round < rounds; round++) {
                long begun = System.nanoTime();
                Promise<Long> taken = Promise.promise();
                other.notificationHandler(notified -> other.preparedQuery(TAKE)
                        .execute()
                        .map(rows -> System.nanoTime())
                        .onComplete(taken));
                Future<?> freed = one.preparedQuery(FREE).execute();
                freed.onFailure(taken::tryFail);
                long nanos = await(taken.future()) - begun;
                if (round >= 0) {
                    latencies.record(nanos);
                }
            }
            await(one.query("DROP TABLE benchmarks_floor").execute());
            return new JsonObject().put(Peer.ELECTOR.key(), latencies.toJson());
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }
}
