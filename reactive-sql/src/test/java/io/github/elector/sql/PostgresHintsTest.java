// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.sql.TestStores.BILLING;
import static io.github.elector.sql.TestStores.generation;
import static io.github.elector.sql.TestStores.granted;
import static io.github.elector.sql.TestStores.opened;
import static io.github.elector.sql.TestStores.taken;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.ExpireRequest;
import io.github.elector.store.Hint;
import io.github.elector.store.LeaseStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** LISTEN and NOTIFY between stores. */
class PostgresHintsTest {
    private final TestStores stores = new TestStores();
    private final HeardHints hints = new HeardHints();
    private LeaseStore store;
    private LeaseStore listener;

    @BeforeEach
    void listen() {
        store = stores.prepared();
        listener = listening(hints);
    }

    @AfterEach
    void close() {
        stores.close();
    }

    @Test
    void subscriptionIsFollowedByAHint() {
        await("the hint after the subscription", hints.next());
    }

    @Test
    void releaseGivesAHintThatNamesItsTermToOtherStores() {
        TermId term = granted(store, opened(store), BILLING);
        await("the hint after the subscription", hints.next());

        await("the release", store.release(term));

        assertThat(await("the hint of the release", hints.next()).released()).isEqualTo(term);
    }

    @Test
    void noticeOfAStrangerOnTheChannelIsNoMoreThanAHintToLook() {
        await("the hint after the subscription", hints.next());

        stores.execute(
                "SELECT pg_notify('" + HintChannel.channelName(new TableName(stores.schema, "leader_leases", '"'))
                        + "', 'someone billing soon n~1')");

        assertThat(await("the hint", hints.next())).isEqualTo(Hint.LOOK);
    }

    @Test
    void expireAndCloseOfASessionGiveAHintToOtherStores() {
        SessionId silent = opened(store);
        SessionId ended = opened(store);
        await("the hint after the subscription", hints.next());

        await("the expiry", store.expire(new ExpireRequest(silent, 0, generation(store)), new SessionId("closer~1")));
        await("the hint of the expiry", hints.next());
        await("the close of the session", store.closeSession(ended));
        await("the hint of the close", hints.next());
    }

    @Test
    void whatAStoreDoesItselfGivesItNoHint() {
        HeardHints ofStranger = new HeardHints();
        LeaseStore stranger = listening(ofStranger);
        await("the stranger's hint after the subscription", ofStranger.next());
        await("the hint after the subscription", hints.next());
        TermId first = granted(listener, opened(listener), BILLING);

        await("its own release", listener.release(first));
        await("the stranger's hint of it", ofStranger.next());
        TermId second = taken(stranger, opened(stranger), first);
        await("the stranger's release", stranger.release(second));
        await("the hint of the stranger's release", hints.next());

        assertThat(hints.count()).isEqualTo(2);
    }

    @Test
    void refusedExpiryIsNoHint() {
        await("the hint after the subscription", hints.next());
        SessionId session = opened(store);
        TermId term = granted(store, session, BILLING);

        await(
                "an expiry of nothing",
                store.expire(new ExpireRequest(session, 7, generation(store)), new SessionId("closer~1")));
        await("the release", store.release(term));
        await("the hint of the release", hints.next());

        assertThat(hints.count()).isEqualTo(2);
    }

    @Test
    void brokenSubscriptionIsMadeAgainAndFollowedByAHint() {
        await("the hint after the subscription", hints.next());

        stores.terminateBackends();

        await("the hint after the second subscription", hints.next());
        TermId term = granted(store, opened(store), BILLING);
        await("the release", store.release(term));
        await("the hint of the release", hints.next());
    }

    /** As a pooler may that nobody named: each LISTEN is answered, and its connection closed soon after. */
    @Test
    void whoIsLeftWheneverHeListensTriesLessAndLessOften() {
        try (TcpProxy proxy = stores.server.proxy()) {
            List<Long> tries = new CopyOnWriteArrayList<>();
            Promise<Void> sixth = Promise.promise();
            proxy.tapClients((connection, chunk, length) -> {
                if (new String(chunk, 0, length, StandardCharsets.ISO_8859_1).contains("LISTEN")) {
                    tries.add(System.nanoTime());
                    stores.vertx.setTimer(50, answered -> proxy.cut());
                    if (tries.size() == 6) {
                        sixth.complete();
                    }
                }
            });
            LeaseStore left = stores.impatient(
                    PostgresServer.through(proxy, stores.uri()), Duration.ofSeconds(5), Duration.ofMinutes(1));
            left.onHint(hints::give);
            stores.prepared(left);

            await("the sixth attempt", sixth.future());

            // Halves of 0.1, 0.2, 0.4, 0.8 and 1.6 s at the least; five times 0.1 s at the most if it never learned.
            assertThat(Duration.ofNanos(tries.get(5) - tries.get(0))).isGreaterThan(Duration.ofMillis(1_500));
        }
    }

    @Test
    void hintOfAReleaseGoesOutThoughTheStoreIsClosedAtOnce() {
        await("the hint after the subscription", hints.next());
        TermId term = granted(store, opened(store), BILLING);

        Future<Void> closed = store.release(term).compose(released -> store.close());

        await("the close", closed);
        await("the hint of the release", hints.next());
    }

    @Test
    void storesOnOtherTablesAreNotDisturbed() {
        await("the hint after the subscription", hints.next());
        try (TestStores elsewhere = new TestStores()) {
            LeaseStore other = elsewhere.prepared();
            await("a release elsewhere", other.release(granted(other, opened(other), BILLING)));
        }
        TermId term = granted(store, opened(store), BILLING);
        await("the release", store.release(term));
        await("the hint of the release", hints.next());

        assertThat(hints.count()).isEqualTo(2);
    }

    @Test
    void channelNameFitsWhateverTheTableIsCalled() {
        String longName = "x".repeat(63);

        assertThat(HintChannel.channelName(new TableName("public", "leader_leases", '"')))
                .isEqualTo("elector:public.leader_leases");
        assertThat(HintChannel.channelName(new TableName(longName, longName, '"')))
                .hasSizeLessThanOrEqualTo(63)
                .isNotEqualTo(HintChannel.channelName(new TableName(longName, "y".repeat(63), '"')));
    }

    private LeaseStore listening(HeardHints to) {
        LeaseStore another = stores.store();
        another.onHint(to::give);
        return stores.prepared(another);
    }
}
