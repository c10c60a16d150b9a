// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static io.github.elector.testing.Await.failure;
import static io.github.elector.testing.StoreScript.Operation.LOOK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.Term;
import io.github.elector.TermWork;
import io.github.elector.lease.EndReason;
import io.github.elector.notice.CommandRequest;
import io.github.elector.notice.CommandRequest.Action;
import io.github.elector.notice.Notice;
import io.github.elector.notice.NoticeType;
import io.github.elector.testing.CapturedLogs;
import io.github.elector.testing.Notices;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an elector can be told, by its methods and on the command address. */
class CommandsTest {
    private static final String ADDRESS = "elector.command." + COMPONENT;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @RegisterExtension
    final Stage stage = new Stage();

    private Vertx vertx;
    private Notices notices;

    @BeforeEach
    void open() {
        vertx = stage.vertx();
        notices = Notices.about(COMPONENT, vertx);
    }

    @Test
    void stepDownEndsTheTermAndSaysWhoWantedItAndWhy() {
        Term term = leading();
        try (CapturedLogs logs = new CapturedLogs()) {
            accept(Action.STEP_DOWN, HOUR, term.number());

            Notice told = notices.await(NoticeType.COMMANDED);
            Notice revoked = notices.await(NoticeType.REVOKED);

            assertThat(told.command()).isEqualTo("step-down");
            assertThat(told.by()).isEqualTo("alice");
            assertThat(told.reason()).isEqualTo("the disk is full");
            assertThat(told.sequence()).isLessThan(revoked.sequence());
            assertThat(revoked.reason()).isEqualTo(EndReason.RESIGNED.text());
            assertThat(logs.lines())
                    .contains("INFO component '" + COMPONENT + "': told to step-down and stay out for " + HOUR
                            + " ms by 'alice': the disk is full");
        }
        // The lease has been given back by the second of these, and the answer to it is here by the third.
        stage.script().calls(LOOK).awaitMore(3);
        assertThat(state().getString("waitsFor")).isEqualTo("stays-out");
    }

    @Test
    void whoWasToldToObserveLeadsAgainOnlyWhenToldToCampaign() {
        leading();
        accept(Action.OBSERVE, 0, null);
        notices.await(NoticeType.REVOKED);
        int looks = stage.script().calls(LOOK).count();
        stage.script().calls(LOOK).awaitReached(looks + 3);
        assertThat(notices.all(NoticeType.ELECTED)).hasSize(1);

        accept(Action.CAMPAIGN, 0, null);

        notices.await(NoticeType.ELECTED);
    }

    @Test
    void theSameByTheMethodsOfTheElector() {
        Elector elector = stage.startLeading(vertx, stage.calm(), TermWork.none());
        notices.await(NoticeType.ELECTED);

        await("observing", elector.observe());
        assertThat(elector.term()).isEmpty();
        await("campaigning", elector.campaign());

        notices.await(NoticeType.ELECTED);
        assertThat(notices.all(NoticeType.COMMANDED)).isEmpty();
    }

    @Test
    void aCommandThatComesTwiceChangesNothingMore() {
        leading();
        for (int i = 0; i < 3; i++) {
            accept(Action.STEP_DOWN, HOUR, null);
        }
        notices.await(NoticeType.REVOKED);
        for (int i = 0; i < 3; i++) {
            accept(Action.CAMPAIGN, 0, null);
        }
        notices.await(NoticeType.ELECTED);
        accept(Action.CAMPAIGN, 0, null);
        state();

        assertThat(notices.all(NoticeType.ELECTED)).hasSize(2);
        assertThat(notices.all(NoticeType.REVOKED)).hasSize(1);
    }

    @Test
    void aCommandForAnotherTermIsRefusedAndChangesNothing() {
        Term term = leading();

        ReplyException refused = refuse(command(Action.STEP_DOWN, HOUR, term.number() - 1));

        assertThat(refused.failureCode()).isEqualTo(CommandRequest.CONFLICT);
        assertThat(refused)
                .hasMessageContaining("component '" + COMPONENT + "'")
                .hasMessageContaining("for term " + (term.number() - 1) + ", but term " + term.number() + " leads");
        assertThat(term.isValid()).isTrue();
        assertThat(notices.all(NoticeType.COMMANDED)).isEmpty();
    }

    @Test
    void oneCommandTooManyIsRefused() {
        leading();
        for (int i = 0; i < Commands.MOST; i++) {
            accept(Action.CAMPAIGN, 0, null);
        }

        ReplyException refused = refuse(command(Action.STEP_DOWN, HOUR, null));

        assertThat(refused.failureCode()).isEqualTo(CommandRequest.TOO_MANY);
        assertThat(refused).hasMessageContaining("more than 10 commands in 10 s");
        assertThat(state().getBoolean("leads")).isTrue();
    }

    @Test
    void ofAFloodTenAreDoneAndTheOthersAreEachRefused() {
        Term term = leading();
        List<Future<Message<JsonObject>>> flood = IntStream.range(0, 2_000)
                .mapToObj(i ->
                        send(i < 1_000 ? command(Action.CAMPAIGN, 0, null) : command(Action.STEP_DOWN, HOUR, null)))
                .toList();

        await("the answers", Future.join(flood).otherwiseEmpty());

        assertThat(flood.stream().filter(Future::succeeded)).hasSize(Commands.MOST);
        assertThat(flood.stream().filter(Future::failed).map(Future::cause))
                .allSatisfy(refused ->
                        assertThat(((ReplyException) refused).failureCode()).isEqualTo(CommandRequest.TOO_MANY));
        assertThat(notices.all(NoticeType.COMMANDED)).hasSize(Commands.MOST);
        assertThat(term.isValid()).isTrue();
    }

    @Test
    void nobodyListensUnlessCommandsAreOn() {
        stage.startLeading(vertx, stage.calm(), TermWork.none());

        ReplyException unheard = refuse(command(Action.STEP_DOWN, HOUR, null));

        assertThat(unheard.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
    }

    @Test
    void nobodyListensAfterTheEnd() {
        Elector elector = stage.startLeading(vertx, commanded(stage.calm()), TermWork.none());
        stage.start(vertx, commanded(stage.calm("search")), TermWork.none());
        await("the end", elector.close());

        assertThat(refuse(command(Action.CAMPAIGN, 0, null)).failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
    }

    @Test
    void anObserverCannotBeToldToCampaign() {
        Elector observer = stage.start(vertx, commanded(stage.calm()).setCampaign(false), TermWork.none());

        assertThat(refuse(command(Action.CAMPAIGN, 0, null)))
                .hasMessageContaining("only observes")
                .extracting(ReplyException::failureCode)
                .isEqualTo(CommandRequest.CONFLICT);
        assertThat(failure("campaigning", observer.campaign())).hasMessageContaining("only observes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}|command is missing or no string",
                "{'command':'restart','by':'a','why':'b'}|command 'restart' is none of step-down, observe and campaign",
                "{'command':'observe','why':'b'}|by is missing",
                "{'command':'observe','by':'a'}|why is missing",
                "{'command':'observe','by':' ','why':'b'}|by must have 1 to 200 characters",
                "{'command':'observe','by':'a','why':'b\\nINFO c'}|why must have 1 to 200 characters",
                "{'command':'observe','by':'a\\u202e','why':'b'}|by must have",
                "{'command':'step-down','by':'a','why':'b'}|stayOutMillis (0) must be 1 to 86400000",
                "{'command':'step-down','stayOutMillis':86400001,'by':'a','why':'b'}|stayOutMillis (86400001)",
                "{'command':'step-down','stayOutMillis':'1','by':'a','why':'b'}|stayOutMillis is missing or no whole",
                "{'command':'campaign','stayOutMillis':1,'by':'a','why':'b'}|stayOutMillis (1) must be left out",
                "{'command':'observe','term':'many','by':'a','why':'b'}|term 'many' is no whole number",
                "{'command':'observe','term':7,'by':'a','why':'b'}|term is missing or no string",
                "{'command':'observe','forced':true,'by':'a','why':'b'}|key 'forced' is none of a command",
            })
    void whatIsNoCommandIsRefusedInAClearSentence(String json, String why) {
        Term term = leading();

        ReplyException refused = refuse(new JsonObject(json.replace('\'', '"')));

        assertThat(refused.failureCode()).isEqualTo(CommandRequest.NO_REQUEST);
        assertThat(refused).hasMessageContaining(why);
        assertThat(refused.getMessage()).doesNotContain("\n");
        assertThat(term.isValid()).isTrue();
    }

    @Test
    void whatIsNoJsonObjectIsRefusedWithAnExample() {
        leading();
        for (Object body : new Object[] {null, "step-down", 7, new JsonArray(), new byte[3]}) {
            assertThat(refuse(body))
                    .hasMessageContaining("{\"command\":\"observe\",\"by\":\"alice\",\"why\":\"maintenance\"}")
                    .extracting(ReplyException::failureCode)
                    .isEqualTo(CommandRequest.NO_REQUEST);
        }
    }

    @Test
    void malformedCommandsDoNotUseUpTheOnesThatAreAllowed() {
        Term term = leading();
        for (int i = 0; i < 1_000; i++) {
            refuse(new JsonObject());
        }

        accept(Action.STEP_DOWN, HOUR, term.number());
    }

    @Test
    void anotherProcessIsNotHeardUnlessThatIsOnToo() {
        String remote = ADDRESS + "@node";
        Elector elector = stage.startLeading(vertx, commanded(stage.calm()), TermWork.none());

        ReplyException refused = (ReplyException) failure(
                "an answer", vertx.eventBus().request(remote, command(Action.STEP_DOWN, HOUR, null)));

        assertThat(refused.failureType()).isEqualTo(ReplyFailure.NO_HANDLERS);
        assertThat(term(elector).isValid()).isTrue();
        await("its end", elector.close());

        stage.startLeading(vertx, commanded(stage.calm()).setRemoteCommands(true), TermWork.none());
        await("an answer", vertx.eventBus().request(remote, command(Action.STEP_DOWN, HOUR, null)));

        assertThat(notices.await(NoticeType.COMMANDED).command()).isEqualTo("step-down");
    }

    private Term leading() {
        Elector elector = stage.startLeading(vertx, commanded(stage.calm()), TermWork.none());
        notices.await(NoticeType.ELECTED);
        return term(elector);
    }

    private static ElectorOptions commanded(ElectorOptions options) {
        return options.setCommands(true);
    }

    private static JsonObject command(Action action, long stayOutMillis, Long term) {
        return new CommandRequest(action, stayOutMillis, term, "alice", "the disk is full").toJson();
    }

    private void accept(Action action, long stayOutMillis, Long term) {
        assertThat(await("an answer", send(command(action, stayOutMillis, term)))
                        .body())
                .isEqualTo(CommandRequest.accepted());
    }

    private ReplyException refuse(Object body) {
        return (ReplyException) failure("an answer", send(body));
    }

    private Future<Message<JsonObject>> send(Object body) {
        return vertx.eventBus().request(ADDRESS, body);
    }

    private JsonObject state() {
        return await("the state", vertx.eventBus().<JsonObject>request("elector.state." + COMPONENT, new JsonObject()))
                .body();
    }
}
