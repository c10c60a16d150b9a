// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import io.github.elector.ElectorOptions;
import io.github.elector.ElectorVerticle;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

/** Says whether this replica leads: of however many that run, one does. */
public final class HelloLeader extends VerticleBase {
    public static void main(String[] args) {
        String uri = args.length > 0 ? args[0] : System.getenv("ELECTOR_DB");
        ElectorOptions options =
                new ElectorOptions().setStore(new JsonObject().put("uri", uri).put("createSchema", true));

        Vertx vertx = Vertx.vertx();
        // Closed in order, the lease goes to the next replica at once; killed, it is only free when it has run out.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
        System.out.println("stands by");
        try {
            vertx.deployVerticle(new ElectorVerticle(options).elect("hello", TermWork.of(term -> new HelloLeader())))
                    .await();
        } catch (Exception cannotStart) {
            cannotStart.printStackTrace();
            System.exit(1);
        }
    }

    /** A new one is made and started for each term this replica wins. */
    @Override
    public Future<?> start() {
        Term term = Term.current().orElseThrow();
        System.out.println("leads, term " + term.number());
        return Future.succeededFuture();
    }

    /** The term is over already; nobody else can lead before this has completed. */
    @Override
    public Future<?> stop() {
        System.out.println("leads no more");
        return Future.succeededFuture();
    }
}
