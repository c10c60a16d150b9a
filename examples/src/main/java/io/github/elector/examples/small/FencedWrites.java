// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.sql.Fence;
import io.github.elector.sql.FencedWrite;
import io.github.elector.sql.SqlStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;

/**
 * Writes a line into a ledger every second while it leads, through the fence: the database itself refuses a line of a
 * term that is over, so the terms in the ledger never go back.
 */
public class FencedWrites extends VerticleBase {
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS ledger (id bigserial PRIMARY KEY, term bigint NOT NULL, entry text NOT NULL)";
    private static final String INSERT = "INSERT INTO ledger (term, entry) SELECT $1, $2 WHERE " + Fence.MARKER;

    private final String uri;
    private final Term term;
    private final Fence fence;
    private Pool pool;
    private long timer;

    public static void main(String[] args) {
        String uri = args.length > 0 ? args[0] : System.getenv("ELECTOR_DB");
        ElectorOptions options = new ElectorOptions()
                .setComponent("ledger")
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));

        Vertx vertx = Vertx.vertx();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
        try {
            Elector.start(vertx, options, TermWork.of(term -> new FencedWrites(uri, term)))
                    .await();
        } catch (Exception cannotStart) {
            cannotStart.printStackTrace();
            System.exit(1);
        }
    }

    /** The fence must be given the database and the tables of the elector. */
    FencedWrites(String uri, Term term) {
        this.uri = uri;
        this.term = term;
        // Less than the stop budget, 5 s unless set, which a stop that writes must not exceed.
        this.fence = Fence.of(new SqlStoreOptions().setUri(uri)).limitedTo(Duration.ofSeconds(3));
    }

    @Override
    public Future<?> start() {
        // Made here, it is closed behind stop. A pool of the main method is closed beside it when the Vertx closes, and
        // the last line would be lost.
        pool = Pool.pool(vertx, SqlConnectOptions.fromUri(uri), new PoolOptions().setMaxSize(2));
        return pool.query(TABLE).execute().onSuccess(ready -> timer = vertx.setPeriodic(1_000, tick -> write("tick")));
    }

    /** The term is over, and still these writes pass for as long as the stop budget lasts: nobody else leads yet. */
    @Override
    public Future<?> stop() {
        vertx.cancelTimer(timer);
        // A stop that fails is only logged; whether this line was refused has been said.
        return write("the end").otherwiseEmpty();
    }

    Future<FencedWrite> write(String entry) {
        return fence.write(pool, term, INSERT, Tuple.of(term.number(), entry))
                .onSuccess(written -> System.out.println("term " + term.number() + " wrote: " + entry))
                .onFailure(failure -> {
                    if (failure instanceof TermOverException) {
                        // Nothing was written, and nothing is to be done: stop has been called, or will be.
                        System.out.println("term " + term.number() + " is over, not written: " + entry);
                    } else {
                        // Not reachable, or a statement that is wrong; after a timeout nobody knows if it was written.
                        System.out.println("term " + term.number() + " could not write: " + failure.getMessage());
                    }
                });
    }
}
