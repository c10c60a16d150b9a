// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.sql.FenceRefusedException;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TestDatabases;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FencedWritesTest {
    private final String uri = TestDatabases.postgres().freshDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Promise<FencedWrites> made = Promise.promise();

    @AfterEach
    void close() {
        await("the end of Vert.x", vertx.close());
    }

    private Elector start() {
        ElectorOptions options = new ElectorOptions()
                .setComponent("ledger")
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true))
                .setLease(Duration.ofSeconds(6))
                .setRenew(Duration.ofMillis(1_500))
                .setRetry(Duration.ofMillis(500))
                .setStop(Duration.ofSeconds(2));
        return await("the start", Elector.start(vertx, options, TermWork.of(this::make)));
    }

    private FencedWrites make(Term term) {
        return new FencedWrites(uri, term) {
            @Override
            public Future<?> start() {
                return super.start().onSuccess(started -> made.tryComplete(this));
            }
        };
    }

    private List<String> ledger() {
        return StreamSupport.stream(
                        PostgresServer.execute(uri, "SELECT entry FROM ledger ORDER BY id")
                                .spliterator(),
                        false)
                .map(row -> row.getString("entry"))
                .toList();
    }

    @Test
    void programWritesWhileItLeadsAndALastLineWhenItIsToldToStop() {
        try (Program program = Program.start(FencedWrites.class, uri)) {
            program.await("wrote: tick");

            program.terminate();

            assertThat(program.lines()).anyMatch(line -> line.endsWith("wrote: the end"));
        }
        assertThat(ledger()).startsWith("tick").endsWith("the end");
    }

    @Test
    void writeOfATermThatIsOverIsNotEvenSent() {
        Elector elector = start();
        FencedWrites work = await("the work", made.future());
        await("a write", work.write("in time"));

        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        assertThat(failure("a late write", work.write("too late")))
                .isInstanceOf(TermOverException.class)
                .isNotInstanceOf(FenceRefusedException.class);
        assertThat(ledger()).contains("in time", "the end").doesNotContain("too late");
    }

    /** As it is for a process that was paused and does not know it yet. */
    @Test
    void writeOfATermThatSomebodyTookOverIsRefusedByTheDatabase() {
        start();
        FencedWrites work = await("the work", made.future());
        await("a write", work.write("in time"));

        PostgresServer.execute(uri, "UPDATE leader_leases SET term = term + 1, holder = 'other~1'");

        assertThat(failure("a late write", work.write("too late"))).isInstanceOf(FenceRefusedException.class);
        assertThat(ledger()).contains("in time").doesNotContain("too late");
    }
}
