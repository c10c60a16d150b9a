// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.clustered;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.github.elector.notice.CommandRequest;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One JVM of the cluster. It prints what it hears on the bus about the component, and does what it reads from its standard
 * input; what it has been told is answered by a line as well.
 */
public final class Member {
    static final String COMPONENT = "billing";
    private static final String EVENTS = "elector.event." + COMPONENT;
    private static final String STATE = "elector.state." + COMPONENT;

    private final Vertx vertx;
    private final JsonObject place;
    private Elector elector;

    private Member(Vertx vertx, JsonObject place) {
        this.vertx = vertx;
        this.place = place;
    }

    /** The argument is what {@link Place#describe} says, with the elector's options as {@code elector}. */
    public static void main(String[] arguments) throws IOException {
        JsonObject place = new JsonObject(arguments[0]);
        Vertx vertx = HazelcastVertx.start(place).await();
        Member member = new Member(vertx, place);
        vertx.eventBus()
                .<JsonObject>consumer(
                        EVENTS, message -> say("heard " + message.body().encode()))
                .completion()
                .await();
        say("joined");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            member.obey(line);
        }
        // Whoever told it what to do is gone.
        Runtime.getRuntime().halt(0);
    }

    private void obey(String line) {
        String word = line.split(" ", 2)[0];
        String rest = line.substring(word.length()).strip();
        Future<?> done =
                switch (word) {
                    case "elect" ->
                        Elector.start(vertx, options(rest), TermWork.of(term -> new Lone("ours")))
                                .onSuccess(started -> elector = started);
                    case "resign" -> elector.resign(Duration.ofHours(1));
                    case "campaign" -> elector.campaign();
                    case "valid" -> Future.succeededFuture(elector.term().isPresent());
                    case "state" -> ask(STATE, new JsonObject());
                    case "command" -> ask(rest, stepDown());
                    case "publish" -> publish(new JsonObject(rest));
                    case "highly-available" ->
                        vertx.deployVerticle(Lone.class.getName(), new DeploymentOptions().setHa(true));
                    default -> Future.failedFuture("not known: " + word);
                };
        done.onSuccess(answer -> say(word + " -> " + answer))
                .onFailure(failure -> say(word + " -> failed: " + failure.getMessage()));
    }

    private ElectorOptions options(String more) {
        return new ElectorOptions(place.getJsonObject("elector").mergeIn(new JsonObject(more.isEmpty() ? "{}" : more)))
                .setComponent(COMPONENT)
                .setNode(place.getString("node"));
    }

    private Future<JsonObject> ask(String address, JsonObject question) {
        return vertx.eventBus().<JsonObject>request(address, question).map(answer -> answer.body());
    }

    private static JsonObject stepDown() {
        return new CommandRequest(CommandRequest.Action.STEP_DOWN, 3_600_000, null, "somebody", "a test").toJson();
    }

    /** So many times what may be anything. */
    private Future<?> publish(JsonObject flood) {
        for (int i = 0; i < flood.getInteger("times"); i++) {
            vertx.eventBus().publish(flood.getString("address"), flood.getValue("body"));
        }
        return Future.succeededFuture();
    }

    static void say(String line) {
        System.out.println(line);
    }
}
