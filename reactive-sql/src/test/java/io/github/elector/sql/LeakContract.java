// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.Inventory;
import io.github.elector.testing.Reigns;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * After very many terms on a real server there is as much of everything as after some, connections counted at the server,
 * and after the close there is none.
 *
 * <p>{@code -Delector.leak.sqlTerms=N} runs so many.
 */
@AsLongAsAsked
abstract class LeakContract {
    private static final int TERMS = Integer.getInteger("elector.leak.sqlTerms", 300);
    private static final int SLACK = 10;
    private static final long BYTES = Math.max(1_000_000, 100L * TERMS);
    /** Of an elector at rest. */
    private static final int MOST_CONNECTIONS = 2;

    /** Closed after the test. */
    abstract Ground ground();

    /** One kind of server. */
    interface Ground extends AutoCloseable {
        String server();

        String uri();

        JsonObject options();

        /** Of this test's user, as the server counts them. */
        int connections();

        @Override
        void close();
    }

    @Test
    void manyTermsLeaveNothingBehindAndTheCloseLeavesNoConnection() {
        try (Ground ground = ground()) {
            Vertx vertx = Vertx.vertx();
            Reigns reigns = new Reigns(vertx, "billing");
            Elector elector = await("the start", Elector.start(vertx, options(ground), reigns.work()));
            reigns.pass(elector, TERMS / 10);
            Inventory early = Inventory.of(vertx);
            long earlyHeap = reigns.heap();
            int earlyFiles = files();
            int earlyConnections = ground.connections();

            reigns.pass(elector, TERMS - TERMS / 10);

            Inventory late = Inventory.of(vertx);
            long lateHeap = reigns.heap();
            int lateFiles = files();
            int lateConnections = ground.connections();
            await("the end", elector.close());
            await("the end of Vert.x", vertx.close());
            int leftConnections = ground.connections();

            List<String> violations = new ArrayList<>(late.growthSince(early, SLACK));
            note(violations, "bytes of growth of the heap", lateHeap - earlyHeap, BYTES);
            note(violations, "connections", lateConnections, MOST_CONNECTIONS);
            note(violations, "file handles more than before", lateFiles - earlyFiles, SLACK);
            note(violations, "connections left after the close", leftConnections, 0);
            note(violations, "terms and verticles of the past still held", reigns.stillHeld(SLACK), SLACK);
            note(violations, "overruns", reigns.overruns(), 0);
            System.out.printf(
                    "Leaks: %,d terms of one elector on a real server%n  on Java %s, %d processors, %s%n"
                            + "  after %,7d terms: %s, %d connections, %d file handles, heap %,d bytes%n"
                            + "  after %,7d terms: %s, %d connections, %d file handles, heap %,d bytes%n"
                            + "  after the close: %d connections%nviolations: %d%n",
                    TERMS,
                    Runtime.version(),
                    Runtime.getRuntime().availableProcessors(),
                    ground.server(),
                    TERMS / 10,
                    early,
                    earlyConnections,
                    earlyFiles,
                    earlyHeap,
                    TERMS,
                    late,
                    lateConnections,
                    lateFiles,
                    lateHeap,
                    leftConnections,
                    violations.size());
            assertThat(violations).isEmpty();
            // A third is open while old sessions are removed, which is once, early, and as late as the machine is busy.
            assertThat(earlyConnections).as("connections are counted").isBetween(1, MOST_CONNECTIONS + 1);
        }
    }

    private static ElectorOptions options(Ground ground) {
        return new ElectorOptions()
                .setComponent("billing")
                .setNode("leak")
                .setStore(ground.options().put("uri", ground.uri()))
                .setLease(10_000)
                .setRenew(2_500)
                .setRetry(1_000)
                .setStop(3_000);
    }

    /** Open files and sockets of this process; 0 where the system does not tell. */
    private static int files() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static void note(List<String> violations, String what, long found, long most) {
        if (found > most) {
            violations.add(String.format("%,d %s, more than %,d", found, what, most));
        }
    }
}
