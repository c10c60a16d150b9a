// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import static io.github.elector.driver.Stage.COMPONENT;
import static io.github.elector.driver.Stage.term;
import static io.github.elector.testing.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.Elector;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.TermRequest;
import io.github.elector.testing.AsLongAsAsked;
import io.github.elector.testing.Inventory;
import io.github.elector.testing.ScriptedWork;
import io.github.elector.testing.hostile.HostileJson;
import io.github.elector.testing.hostile.HostileText;
import io.github.elector.testing.hostile.Refusal;
import io.github.elector.testing.hostile.Trial;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Anybody may send anything on the event bus, with any codec, to every address at which an elector listens, and answer
 * anything where it asks: the term goes on, its work too, and only the answer itself says that work runs or has ended.
 */
@AsLongAsAsked
class HostileMessagesTest {
    private static final int HUGE = 4 << 20;

    @RegisterExtension
    final Stage stage = new Stage();

    private final ScriptedWork work = new ScriptedWork();
    private Vertx vertx;
    private Elector elector;
    private TermId term;

    @BeforeEach
    void lead() {
        vertx = stage.vertx();
        vertx.eventBus().registerCodec(new StrangeCodec());
        elector = stage.startLeading(vertx, stage.calm(), work.work());
        work.running().awaitReached(1);
        term = term(elector).id();
    }

    @Test
    void whateverIsSentToAnElectorItGoesOnAndWhateverIsAnsweredProvesNothing() {
        Inventory before = Inventory.of(vertx);
        try (Trial trial = new Trial("messages on the event bus", "")) {
            trial.overheard().in(vertx);
            trial.play("anything asked of the state address", 30, this::stateRequest);
            trial.play("anything asked of the term address", 60, this::termRequest);
            trial.play("anything answered to begin", 40, random -> answer(random, TermRequest.Action.BEGIN));
            trial.play("anything answered to end", 40, random -> answer(random, TermRequest.Action.END));
            Inventory after = Inventory.of(vertx);
            // Timers of those who ask for an end again run out by themselves.
            new Inventory(after.threads(), 0, after.consumers(), after.deployments(), after.closeables())
                    .growthSince(before, 10)
                    .forEach(each -> trial.violated("left behind: " + each));
        }
        assertThat(work.starts().count()).isEqualTo(1);
        assertThat(work.atOnce()).isEqualTo(1);
    }

    /** It is answered whatever the question was. */
    private boolean stateRequest(Random random) {
        String address = new Addresses(Addresses.DEFAULT_PREFIX).state(term.component());
        Object body = body(random, new JsonObject().put("component", COMPONENT));
        if (random.nextInt(3) == 0) {
            vertx.eventBus().send(address, body, delivery(random, body));
        }
        Future<Message<JsonObject>> answer = vertx.eventBus().request(address, body, delivery(random, body));
        JsonObject state = await("the state", answer).body();
        assertThat(state.getBoolean("leads")).isTrue();
        assertThat(state.getString("term")).isEqualTo(Long.toString(term.number()));
        return true;
    }

    /** It is refused, unless it repeats the begin of the very term, which changes nothing. */
    private boolean termRequest(Random random) {
        TermId other = random.nextBoolean()
                ? new TermId(term.component(), term.number() + 1 + random.nextInt(5), term.session())
                : new TermId(new ComponentName("other"), term.number(), new SessionId("x~1"));
        TermRequest.Action action = random.nextBoolean() ? TermRequest.Action.BEGIN : TermRequest.Action.END;
        JsonObject base = random.nextInt(4) == 0
                ? new TermRequest(TermRequest.Action.BEGIN, term, "", 5).toJson()
                : new TermRequest(action, other, "closed", 5).toJson();
        Object body = body(random, base);
        if (isTheEnd(body)) {
            return false;
        }
        Future<Message<JsonObject>> asked =
                vertx.eventBus().request(Stage.termAddress(term.session()), body, delivery(random, body));
        await("an answer", asked.transform(answered -> Future.succeededFuture()));
        assertThat(term(elector).id()).isEqualTo(term);
        assertThat(work.stops().count()).isZero();
        if (asked.succeeded()) {
            // Not begun and not the latest: nothing was running of it either.
            assertThat(asked.result().body()).isIn(TermRequest.deployed(), TermRequest.drained());
            return true;
        }
        Refusal.check(asked.cause(), ReplyException.class, "");
        return false;
    }

    /** The right one is no attack that could be told from the elector's own. */
    private boolean isTheEnd(Object body) {
        return body instanceof JsonObject json
                && "end".equals(json.getValue("action"))
                && Long.toString(term.number()).equals(json.getValue("term"));
    }

    /** Only the very answer counts, also when it comes with the wrong codec or twice. */
    private boolean answer(Random random, TermRequest.Action action) {
        SessionId session = new SessionId("hostile~" + random.nextLong());
        TermId asked = new TermId(new ComponentName(COMPONENT), 1, session);
        String wanted = action == TermRequest.Action.BEGIN ? "deployed" : "drained";
        Object body = body(random, new JsonObject().put(wanted, true));
        boolean isTheAnswer = body instanceof JsonObject json && Boolean.TRUE.equals(json.getValue(wanted));
        boolean refuses = random.nextInt(8) == 0;
        Promise<Void> stuck = Promise.promise();
        MessageConsumer<Object> consumer = vertx.eventBus().localConsumer(Stage.termAddress(session), request -> {
            if (refuses) {
                request.fail(random.nextInt(), HostileText.small(random));
            } else {
                request.reply(body, delivery(random, body));
            }
        });
        TermMessenger messenger = new TermMessenger(
                vertx, new Addresses(Addresses.DEFAULT_PREFIX), stage.calm().timing(), 5_000);

        Future<Void> completed;
        Future<Void> first;
        if (action == TermRequest.Action.BEGIN) {
            completed = messenger.begin(asked, TimeUnit.SECONDS.toNanos(1));
            first = completed.otherwiseEmpty();
        } else {
            completed = messenger.end(asked, EndReason.CLOSED, stuck::tryComplete);
            first = Future.any(completed, stuck.future()).mapEmpty();
        }
        await("an answer to " + action, first);
        messenger.close();
        await("the end of the consumer", consumer.unregister());

        assertThat(completed.succeeded()).isEqualTo(isTheAnswer && !refuses);
        return completed.succeeded();
    }

    private static Object body(Random random, JsonObject base) {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1 -> HostileText.small(random);
            case 2 -> random.nextInt(200) == 0 ? "x".repeat(HUGE) : Buffer.buffer(HostileText.small(random));
            case 3 -> random.nextLong();
            case 4 -> random.nextInt();
            case 5 -> random.nextDouble();
            case 6 -> random.nextBoolean();
            case 7 -> (char) random.nextInt(0x10000);
            case 8 -> new byte[random.nextInt(100)];
            case 9 -> json(new JsonArray(HostileJson.array(random, 3).getList()));
            case 10 -> new Strange();
            case 11 -> json(HostileJson.object(random, 3));
            default -> json(HostileJson.mutated(random, base));
        };
    }

    /** As it comes out of the text of another process; what has none comes as nothing. */
    private static Object json(Object value) {
        try {
            return value instanceof JsonArray array
                    ? new JsonArray(array.encode())
                    : new JsonObject(((JsonObject) value).encode());
        } catch (RuntimeException | StackOverflowError noJson) {
            return null;
        }
    }

    private static DeliveryOptions delivery(Random random, Object body) {
        DeliveryOptions options = new DeliveryOptions().setSendTimeout(3_000);
        if (random.nextInt(4) == 0) {
            options.addHeader(HostileText.small(random), HostileText.small(random));
        }
        return body instanceof Strange ? options.setCodecName("strange") : options;
    }

    /** What no codec of Vert.x sends. */
    private record Strange() {}

    private static final class StrangeCodec implements MessageCodec<Strange, Object> {
        @Override
        public void encodeToWire(Buffer buffer, Strange strange) {}

        @Override
        public Object decodeFromWire(int position, Buffer buffer) {
            return new Object();
        }

        @Override
        public Object transform(Strange strange) {
            return strange;
        }

        @Override
        public String name() {
            return "strange";
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
