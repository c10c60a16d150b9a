// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.sql.testing.PostgresServer;
import io.github.elector.sql.testing.TcpProxy;
import io.github.elector.store.LeaseStoreException;
import io.github.elector.testing.Inventory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a connection, and when what is under way there ends. */
class DedicatedConnectionTest {
    /** Long enough to connect and be answered on a busy machine; some tests wait for as long. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final TestStores stores = new TestStores();
    private final Context context = stores.vertx.getOrCreateContext();
    private final TcpProxy proxy = stores.server.proxy();
    private final DedicatedConnection connection =
            stores.dedicated(PostgresServer.through(proxy, stores.uri()), TIMEOUT);
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        proxy.resume();
        await("the close of the connection", onContext(connection::close));
        stores.close();
        proxy.close();
    }

    @Test
    void whatWaitedForANewConnectionComesBeforeWhoIsToldOfIt() {
        tell();

        await("two uses", onContext(() -> Future.all(use("first"), use("second"))));

        assertThat(told).containsExactly("first", "second", "opened");
    }

    @Test
    void whoWantsToBeToldOfAConnectionThatIsOpenIsToldAtOnce() {
        await("a use", onContext(() -> use("first")));

        tell();

        assertThat(told).containsExactly("first", "opened");
    }

    @Test
    void lossIsToldOnceHoweverMuchWasUnderWay() {
        tell();
        await("a use", onContext(() -> use("first")));
        proxy.pause();

        Future<?> lost = onContext(() -> Future.join(use("second"), use("third")));
        await("the deadline", lost.otherwiseEmpty());
        proxy.resume();
        await("a use", onContext(() -> use("last")));

        assertThat(told).containsExactly("first", "opened", "second", "third", "lost", "last", "opened");
    }

    @Test
    void connectionThatCannotBeOpenedIsLost() {
        proxy.refuse();
        tell();

        await("a use", onContext(() -> use("first")).otherwiseEmpty());

        assertThat(told).containsExactly("lost");
    }

    @Test
    void silenceIsForEverUntilItIsOpenAndAgainOnceItIsLost() {
        List<Long> silences = new CopyOnWriteArrayList<>();
        Runnable note = () -> silences.add(connection.silentMillis());

        await("before", onContext(() -> Future.succeededFuture().onComplete(done -> note.run())));
        await("a use", onContext(() -> use("first").onComplete(done -> note.run())));
        proxy.pause();
        await(
                "a use",
                onContext(() -> use("second").onComplete(done -> note.run())).otherwiseEmpty());

        assertThat(silences.get(0)).isEqualTo(Long.MAX_VALUE);
        assertThat(silences.get(1)).isBetween(0L, TIMEOUT.toMillis());
        assertThat(silences.get(2)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void connectionIsNotLeftWhileSomethingIsUnderWay() {
        Future<?> used = onContext(() -> {
            Future<?> answer = use("first");
            connection.leaveIfIdle();
            return answer;
        });

        await("the use", used);
        await("another", onContext(() -> use("second")));
        assertThat(proxy.connections()).isEqualTo(1);
    }

    /** One timer serves both: it is armed for the first, and then for the other. */
    @Test
    void eachUseHasItsOwnDeadline() {
        await("a use", onContext(() -> use("first")));
        proxy.pause();

        Future<Long> early = onContext(() -> millisUntilLate("early"));
        Future<Long> late = onContext(() -> after(400).compose(then -> millisUntilLate("late")));

        assertThat(await("the early end", early)).isGreaterThanOrEqualTo(TIMEOUT.toMillis());
        assertThat(await("the late end", late)).isGreaterThanOrEqualTo(TIMEOUT.toMillis());
    }

    @Test
    void deadlineOfAUseThatWasAnsweredEndsNoOther() {
        await("a use", onContext(() -> use("first")));

        Future<Long> later = onContext(() -> after(600).compose(then -> {
            proxy.pause();
            return millisUntilLate("later");
        }));

        assertThat(await("the end", later)).isGreaterThanOrEqualTo(TIMEOUT.toMillis());
    }

    @Test
    void oneUseLeavesNoTimerBehind() {
        int none = timers();

        await("a use", onContext(() -> use("first")));

        assertThat(timers()).isEqualTo(none);
    }

    @Test
    void answerThatCannotBeReadFailsAndSpoilsNothing() {
        Future<?> unreadable = onContext(() -> connection.use(
                Inquiry.of(() -> "reading", on -> on.query("SELECT 1").execute(), rows -> {
                    throw new IllegalStateException("no such column");
                })));

        assertThat(failure("the answer", unreadable))
                .isInstanceOf(LeaseStoreException.class)
                .hasMessageContaining("reading")
                .hasMessageContaining("no such column");
        await("another", onContext(() -> use("second")));
        assertThat(proxy.connections()).isEqualTo(1);
    }

    private int timers() {
        return Inventory.of(stores.vertx).timers();
    }

    private Future<Void> after(long millis) {
        Promise<Void> over = Promise.promise();
        stores.vertx.setTimer(millis, fired -> over.complete());
        return over.future();
    }

    private Future<Long> millisUntilLate(String what) {
        long began = System.nanoTime();
        return use(what)
                .transform(end -> end.succeeded()
                        ? Future.failedFuture(what + " was answered")
                        : Future.succeededFuture((System.nanoTime() - began) / 1_000_000));
    }

    private void tell() {
        await("telling", onContext(() -> {
            connection.tell(() -> told.add("opened"), () -> told.add("lost"));
            return Future.succeededFuture();
        }));
    }

    private Future<?> use(String what) {
        return connection.use(what, on -> {
            told.add(what);
            return on.query("SELECT 1").execute();
        });
    }

    private <T> Future<T> onContext(Supplier<Future<T>> act) {
        Promise<T> answer = Promise.promise();
        context.runOnContext(turn -> act.get().onComplete(answer));
        return answer.future();
    }
}
