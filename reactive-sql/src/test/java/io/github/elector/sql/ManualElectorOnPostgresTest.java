// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.testing.PausedTerm;
import io.github.elector.testkit.ManualElector;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The manual elector where its rows are in a database: a user's fence finds its terms there. */
class ManualElectorOnPostgresTest {
    private final TestStores stores = new TestStores();
    private final Fence fence = Fence.postgres(new SqlStoreOptions(TestStores.options(stores.schema)));
    private Pool pool;
    private ManualElector elector;

    @BeforeEach
    void standBy() {
        PgConnectOptions options = PgConnectOptions.fromUri(stores.server.uri());
        pool = PgBuilder.pool().connectingTo(options).using(stores.vertx).build();
        stores.execute("CREATE TABLE " + stores.schema + ".audit (entry varchar(100) NOT NULL)");
        JsonObject store = TestStores.options(stores.schema).put("uri", stores.uri());
        elector = await(
                "the start of an elector",
                ManualElector.start(
                        stores.vertx,
                        new ElectorOptions().setComponent("billing").setStore(store),
                        TermWork.none()));
    }

    @AfterEach
    void close() {
        await("the close", elector.close());
        stores.close();
    }

    @Test
    void fenceAcceptsAGrantedTermAndRefusesOneThatExpired() {
        Term expired = await("the grant", elector.grant());
        assertThat(await("a write", write(expired)).rows()).isEqualTo(1);

        await("the expiry", elector.expire());

        assertThat(failure("a late write", write(new PausedTerm(expired.id()))))
                .isInstanceOf(FenceRefusedException.class);
        Term next = await("the next grant", elector.grant());
        assertThat(await("a write", write(next)).rows()).isEqualTo(1);
        await("the revoke", elector.revoke());
        assertThat(failure("a late write", write(new PausedTerm(next.id())))).isInstanceOf(FenceRefusedException.class);
    }

    @Test
    void storeThatIsCutOffAndBackLosesNothing() {
        Term term = await("the grant", elector.grant());

        await("the cut", elector.storeUnreachable());
        await("the mending", elector.storeReachable());

        assertThat(await("a write", write(term)).rows()).isEqualTo(1);
    }

    private Future<FencedWrite> write(Term term) {
        return fence.write(
                pool, term, "INSERT INTO " + stores.schema + ".audit (entry) SELECT $1 WHERE {fence}", Tuple.of("x"));
    }
}
