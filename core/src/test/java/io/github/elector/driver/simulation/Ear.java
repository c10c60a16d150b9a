// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Notice;
import io.github.elector.simulation.Chance;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Hears everything on the event bus of one process: notices in the very turn they are published in, and again where they
 * are delivered. Says things there, too: requests a second time, nonsense, and handlers that throw.
 */
final class Ear {
    private static final String TERM = Addresses.DEFAULT_PREFIX + ".term.";
    private static final String EVENT = Addresses.DEFAULT_PREFIX + ".event.";

    private final Jvm jvm;
    private final World world;
    private final Chance chance;
    private final Map<String, Queue<Notice>> underWay = new HashMap<>();
    private boolean isEcho;

    Ear(Jvm jvm) {
        this.jvm = jvm;
        this.world = jvm.world;
        this.chance = new Chance(jvm.chance.bits());
    }

    void listen() {
        jvm.vertx.eventBus().addOutboundInterceptor(this::hear);
        for (ComponentName component : world.scenario.components()) {
            String address = new Addresses(Addresses.DEFAULT_PREFIX).event(component);
            underWay.put(component.value(), new ArrayDeque<>());
            jvm.vertx.eventBus().<JsonObject>localConsumer(address, told -> told(Notice.from(told.body())));
        }
        askLater();
    }

    private void hear(DeliveryContext<Object> said) {
        String address = said.message().address();
        if (address.startsWith(EVENT)) {
            Notice notice = Notice.from((JsonObject) said.body());
            underWay.get(notice.component()).add(notice);
            world.referee.published(jvm, notice);
        } else if (address.startsWith(TERM) && world.scenario.bus() == Scenario.Bus.ECHOES && !isEcho) {
            echoSometimes(address, ((JsonObject) said.body()).copy());
        }
        said.next();
    }

    private void told(Notice notice) {
        Notice expected = underWay.get(notice.component()).poll();
        if (!notice.equals(expected)) {
            throw world.broken("I6: " + jvm + " is told of " + notice + " and not of " + expected);
        }
        if (chance.percent(3)) {
            throw new UserError("a handler of notices throws");
        }
    }

    private void echoSometimes(String address, JsonObject request) {
        if (!world.isHealed() && chance.percent(30)) {
            world.tally.add(Kind.ECHOED_REQUESTS);
            request(address, request);
        }
        if (!world.isHealed() && chance.percent(10)) {
            world.tally.add(Kind.GARBAGE_REQUESTS);
            request(
                    address,
                    chance.pick(Arrays.asList(
                            null,
                            "end",
                            new JsonArray().add(1),
                            new JsonObject(),
                            request.copy().put("term", "x"),
                            request.copy().put("action", 7),
                            request.copy().put("component", "a b"))));
        }
    }

    private void request(String address, Object body) {
        long in = world.lateness();
        world.effectIn(in);
        jvm.later(in, () -> {
            isEcho = true;
            try {
                jvm.vertx.eventBus().request(address, body, new DeliveryOptions().setLocalOnly(true));
            } finally {
                isEcho = false;
            }
        });
    }

    /** How it stands can be asked at any time. */
    private void askLater() {
        jvm.later(chance.between(1, world.scenario.timing().leaseNanos()), () -> {
            world.tally.add(Kind.STATE_REQUESTS);
            ComponentName component = chance.pick(world.scenario.components());
            String address = new Addresses(Addresses.DEFAULT_PREFIX).state(component);
            new Promised(jvm, "state", 40_000_000_000L)
                    .watch(jvm.vertx.eventBus().request(address, new JsonObject()));
            if (!jvm.closing) {
                askLater();
            }
        });
    }
}
