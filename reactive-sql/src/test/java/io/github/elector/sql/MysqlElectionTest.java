// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two replicas on MariaDB or MySQL, from end to end: nobody there tells the standby that a lease was given back. */
class MysqlElectionTest {
    private final MysqlStores stores = new MysqlStores();
    private final Vertx anotherProcess = Vertx.vertx();

    @AfterEach
    void close() {
        await("the end of Vert.x", anotherProcess.close());
        stores.close();
    }

    @Test
    void standbyLeadsOnceTheLeaderHasGone() {
        Promise<Term> first = Promise.promise();
        Promise<Term> second = Promise.promise();

        Elector leader = await("the first start", start(stores.vertx, "replica-1", first));
        Term before = await("the first term", first.future());
        await("the second start", start(anotherProcess, "replica-2", second));
        boolean ledMeanwhile = second.future().isComplete();
        await("the leader's close", leader.close());
        Term after = await("the second term", second.future());

        assertThat(ledMeanwhile).isFalse();
        assertThat(before.isValid()).isFalse();
        assertThat(after.isValid()).isTrue();
        assertThat(after.number()).isGreaterThan(before.number());
    }

    private Future<Elector> start(Vertx vertx, String node, Promise<Term> leads) {
        ElectorOptions options = new ElectorOptions()
                .setComponent("billing")
                .setNode(node)
                .setLease(Duration.ofSeconds(10))
                .setRenew(Duration.ofSeconds(2))
                .setRetry(Duration.ofSeconds(1))
                .setStop(Duration.ofSeconds(2))
                .setStore(new JsonObject().put("uri", stores.uri()));
        return Elector.start(vertx, options, TermWork.of(term -> new VerticleBase() {
            @Override
            public Future<?> start() {
                leads.tryComplete(term);
                return Future.succeededFuture();
            }
        }));
    }
}
