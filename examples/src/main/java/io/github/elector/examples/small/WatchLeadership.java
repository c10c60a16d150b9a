// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.small;

import io.github.elector.Elector;
import io.github.elector.ElectorOptions;
import io.github.elector.TermWork;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;

/** Knows who leads the component {@code hello}, and never leads itself: for a page, a router, an alarm. */
public final class WatchLeadership {
    public static void main(String[] args) {
        String uri = args.length > 0 ? args[0] : System.getenv("ELECTOR_DB");
        ElectorOptions options = new ElectorOptions()
                .setComponent("hello")
                .setCampaign(false)
                .setStore(new JsonObject().put("uri", uri).put("createSchema", true));

        Vertx vertx = Vertx.vertx();
        EventBus bus = vertx.eventBus();
        // Listens first and asks then: what happens in between is told twice, and not missed.
        bus.<JsonObject>localConsumer("elector.event.hello", message -> System.out.println(told(message.body())));
        // What is published comes from an elector in this process; one that does not campaign only watches.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> vertx.close().await()));
        try {
            Elector.start(vertx, options, TermWork.none()).await();
        } catch (Exception cannotStart) {
            cannotStart.printStackTrace();
            System.exit(1);
        }
        vertx.setPeriodic(0, 5_000, tick -> ask(bus));
    }

    private static void ask(EventBus bus) {
        bus.<JsonObject>request("elector.state.hello", new JsonObject())
                .map(reply -> reply.body())
                .onSuccess(state -> System.out.println(
                        state.getBoolean("known")
                                ? "asked: " + leader(state) + ", as seen " + state.getLong("ageMillis") + " ms ago"
                                : "asked: nothing seen yet"))
                .onFailure(failure -> System.out.println("asked: no answer: " + failure.getMessage()));
    }

    private static String told(JsonObject notice) {
        return switch (notice.getString("type")) {
            case "leader-changed" -> "told: " + leader(notice);
            case "store-unreachable" -> "told: the database does not answer, " + notice.getString("reason");
            default -> "told: " + notice.getString("type");
        };
    }

    private static String leader(JsonObject seen) {
        String leader = seen.getString("leader");
        return leader == null ? "nobody leads" : leader + " leads, term " + seen.getString("term");
    }
}
