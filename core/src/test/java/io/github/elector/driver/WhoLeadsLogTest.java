// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.Term;
import io.github.elector.TermOverException;
import io.github.elector.TermWork;
import io.github.elector.lease.Server;
import io.github.elector.store.StoreAnswer;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.ScriptedWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who leads, why a term ended and why nobody leads, by the log and the state alone. */
class WhoLeadsLogTest {
    private static final int MANY = 100;
    private static final Pattern MORE_ELECTED = Pattern.compile("components more: .*elected (\\d+)");

    @RegisterExtension
    final Stage stage = new Stage();

    private final CapturedLogs logs = new CapturedLogs();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
    }

    @AfterEach
    void stopListening() {
        logs.close();
    }

    @Test
    void aTermIsToldFromItsElectionToItsEnd() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        Term term = term(elector);
        await("the resignation", elector.resign(Duration.ofMinutes(1)));
        await("the end", vertx.close());

        assertThat(told())
                .containsSubsequence(
                        "INFO component '" + COMPONENT + "': elected, term " + term.number() + ", session "
                                + term.holder(),
                        "INFO component '" + COMPONENT + "': term " + term.number() + " is over: resigned");
    }

    @Test
    void anElectionIsToldThoughNothingFollows() {
        stage.startLeading(vertx, stage.calm(), TermWork.none());

        await("the line", logs.first("'" + COMPONENT + "': elected, term"));
    }

    @Test
    void aStopThatIsToldThatItsTermIsOverIsOneLineAndAnyOtherFailureHasItsStack() {
        ScriptedWork refused = new ScriptedWork()
                .onStop(term -> Future.failedFuture(new TermOverException(term.id(), "as the fence says")));
        ScriptedWork broken =
                new ScriptedWork().onStop(term -> Future.failedFuture(new IllegalStateException("no socket")));
        Elector one = stage.startLeading(vertx, stage.calm(), refused.work());
        Elector other = stage.startLeading(vertx, stage.calm("search"), broken.work());
        refused.running().awaitReached(1);
        broken.running().awaitReached(1);

        await("the resignations", Future.all(one.resign(Duration.ofMinutes(1)), other.resign(Duration.ofMinutes(1))));

        assertThat(told())
                .filteredOn(line -> line.contains("failed to stop"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .startsWith("INFO component '" + COMPONENT + "'")
                                .contains("as the fence says")
                                .doesNotContain("\n"),
                        line -> assertThat(line)
                                .startsWith("WARNING component 'search'")
                                .contains("IllegalStateException: no socket"));
    }

    @Test
    void manyThatAreElectedTogetherAreNotALineEach() {
        List<Future<Elector>> starting = IntStream.range(0, MANY)
                .mapToObj(i -> stage.starting(vertx, stage.calm(COMPONENT + i), TermWork.none()))
                .toList();
        starting.forEach(each -> await("the start", each));
        starting.forEach(each -> await("the election", elected(each.result())));
        await("the end", vertx.close());

        long named =
                told().stream().filter(line -> line.contains("elected, term")).count();
        assertThat(named).isLessThan(MANY);
        assertThat(named + counted()).isEqualTo(MANY);
    }

    @Test
    void aClaimThatIsPutOffSinceTheServerIsYoungIsSaidOnce() {
        stage.script().alterLooks(looked -> upFor(looked, 9_000));
        stage.start(vertx, stage.calm(), TermWork.none());
        stage.script().calls(LOOK).awaitReached(4);
        JsonObject state = state();
        await("the end", vertx.close());

        assertThat(told().stream().filter(line -> line.contains("no claim before")))
                .containsExactly("INFO component '" + COMPONENT
                        + "': no claim before 30 s have passed since the server's start, as rows from before it could"
                        + " be missing: 21 s more");
        assertThat(state.getString("waitsFor")).isEqualTo("server-started");
        assertThat(state.getLong("waitMillis")).isBetween(1L, 21_000L);
        assertThat(state.getBoolean("leads")).isFalse();
    }

    @Test
    void whoStaysOutTellsForHowLong() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        await("the resignation", elector.resign(Duration.ofMinutes(1)));

        JsonObject state = state();

        assertThat(state.getString("waitsFor")).isEqualTo("stays-out");
        assertThat(state.getLong("waitMillis")).isBetween(1L, 60_000L);
    }

    @Test
    void whoLeadsWaitsForNothing() {
        stage.startLeading(vertx, stage.calm(), TermWork.none());

        assertThat(state().fieldNames()).doesNotContain("waitsFor", "waitMillis");
    }

    private static StoreAnswer.Looked upFor(StoreAnswer.Looked looked, long millis) {
        Server young = new Server(looked.server().generation(), millis);
        return new StoreAnswer.Looked(young, looked.leases(), looked.sessions(), looked.held());
    }

    private Future<Void> elected(Elector elector) {
        return elector.term().isPresent()
                ? Future.succeededFuture()
                : vertx.timer(5, java.util.concurrent.TimeUnit.MILLISECONDS).compose(again -> elected(elector));
    }

    private JsonObject state() {
        return await("the state", vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }

    private long counted() {
        return told().stream()
                .map(MORE_ELECTED::matcher)
                .filter(Matcher::find)
                .mapToLong(more -> Long.parseLong(more.group(1)))
                .sum();
    }

    private List<String> told() {
        return logs.lines();
    }
}
