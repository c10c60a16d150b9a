// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.sql.testing.TcpProxy;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a reader shows of the tables of a real database, whichever kind it is. */
abstract class ClusterReaderContract {
    private final Vertx vertx = Vertx.vertx();
    private String uri;
    private SqlClusterReader reader;
    private Elector elector;

    /** A new, empty database; its URI has a password. */
    abstract String freshDatabase();

    abstract Pool pool(Vertx vertx, String uri);

    abstract void execute(String uri, String sql);

    abstract TcpProxy proxy();

    abstract ClusterSql sql();

    /** A statement that puts a lease and its session into the tables, with this name for all of them. */
    abstract String hostileRow(String name);

    /** One that says of a session that it was last heard of at no sensible time, and will be for an absurd time. */
    abstract String absurdSession(String session);

    @BeforeEach
    void open() {
        uri = freshDatabase();
        reader = SqlClusterReader.of(vertx, uri, () -> pool(vertx, uri));
    }

    @AfterEach
    void close() {
        await("the reader's end", reader.close());
        await("the Vertx's end", vertx.close());
    }

    @Test
    void showsWhoLeads() {
        Term term = elected("alpha");

        Observed seen = read();

        assertThat(seen.complete()).isTrue();
        assertThat(seen.sessions()).extracting(SeenSession::node).contains("alpha");
        assertThat(seen.leases()).singleElement().satisfies(lease -> {
            assertThat(lease.component()).isEqualTo("discovery");
            assertThat(lease.node()).isEqualTo("alpha");
            assertThat(lease.term()).isEqualTo(term.number());
            assertThat(lease.holder()).isEqualTo(term.holder());
            assertThat(lease.standing()).isEqualTo(SeenLease.Standing.HELD);
            assertThat(seen.nowMillis() - lease.acquiredMillis()).isBetween(0L, 60_000L);
        });
        assertThat(seen.sessions().get(0)).satisfies(session -> {
            assertThat(session.leaseMillis()).isEqualTo(10_000);
            assertThat(seen.nowMillis() - session.renewedMillis()).isBetween(0L, 60_000L);
            assertThat(session.closed()).isFalse();
        });
    }

    @Test
    void showsThatALeaseWasReleased() {
        elected("alpha");
        await("alpha's end", elector.close());

        Observed seen = read();

        assertThat(seen.leases()).extracting(SeenLease::standing).containsExactly(SeenLease.Standing.RELEASED);
        assertThat(seen.sessions()).extracting(SeenSession::closed).containsExactly(true);
        assertThat(seen.sessions().get(0).closedBy()).isNull();
    }

    @Test
    void readsAtMostAHundredRowsAndTheBeginningOfNames() {
        elected("alpha");
        for (int n = 0; n < 101; n++) {
            execute(uri, hostileRow("n".repeat(100) + n));
        }

        Observed seen = read();

        assertThat(seen.leases()).hasSize(100);
        assertThat(seen.sessions()).hasSize(100);
        assertThat(seen.complete()).isFalse();
    }

    @Test
    void takesWhateverStandsInARow() {
        elected("alpha");
        String hostile = "<img src=x onerror=alert(1)>";
        execute(uri, hostileRow(hostile));
        execute(uri, absurdSession(hostile));

        Observed seen = read();

        assertThat(seen.leases()).extracting(SeenLease::component).contains(hostile);
        assertThat(seen.sessions())
                .filteredOn(session -> session.session().equals(hostile))
                .singleElement()
                .satisfies(session -> assertThat(session.leaseMillis()).isEqualTo(86_400_000));
    }

    @Test
    void aDatabaseThatIsSilentIsGivenUpAndAskedAgainWhenItAnswers() {
        elected("alpha");
        try (TcpProxy proxy = proxy()) {
            String through = uri.replaceFirst("@[^/]*", "@127.0.0.1:" + proxy.port());
            SqlClusterReader cut =
                    new SqlClusterReader(vertx, sql(), () -> pool(vertx, through), Duration.ofMillis(500));
            await("a look", cut.read());

            proxy.pause();
            Throwable silent = failure("a look at a silent database", cut.read());
            proxy.resume();

            assertThat(silent).isInstanceOf(TimeoutException.class);
            assertThat(await("a look", cut.read()).leases()).hasSize(1);
            await("its end", cut.close());
        }
    }

    @Test
    void noFailureIsShownWithAUserOrAPassword() {
        String wrong = uri.replaceFirst("//[^/]*@", "//nobody:hush-hush-9@");
        SqlClusterReader refused = SqlClusterReader.of(vertx, wrong, () -> pool(vertx, wrong));
        Throwable failure = failure("a look by nobody", refused.read());

        assertThat(Trouble.words(failure)).startsWith("it refuses").doesNotContain("hush-hush-9", "nobody");
        await("its end", refused.close());
    }

    private Observed read() {
        return await("a look", reader.read());
    }

    /** The term of a replica of this name, which leads when this returns. */
    private Term elected(String node) {
        Promise<Term> elected = Promise.promise();
        elector = await(node, elect(node, elected));
        return await("a term of " + node, elected.future());
    }

    private Future<Elector> elect(String node, Promise<Term> elected) {
        ElectorOptions options = new ElectorOptions()
                .setComponent("discovery")
                .setNode(node)
                .setLease(Duration.ofSeconds(10))
                .setRenew(Duration.ofSeconds(3))
                .setStop(Duration.ofSeconds(1))
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));
        return Elector.start(vertx, options, TermWork.of(term -> {
            elected.complete(term);
            return new Idle();
        }));
    }

    private static final class Idle extends VerticleBase {}
}
