// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver.simulation;

import io.github.elector.driver.simulation.Tally.Kind;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.TermId;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.TermRequest;
import io.github.elector.simulation.Chance;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Somebody else who listens where the terms of a session are begun and ended. He vouches for what he was asked to begin
 * and for nothing else; until the world is healed he also answers nothing, late, or what is no answer.
 */
final class RivalDeployer {
    private final Jvm jvm;
    private final World world;
    private final SessionId session;
    private final Chance chance;
    private final Set<TermId> begun = new HashSet<>();
    private final Set<TermId> running = new HashSet<>();

    RivalDeployer(Jvm jvm, SessionId session) {
        this.jvm = jvm;
        this.world = jvm.world;
        this.session = session;
        this.chance = new Chance(world.scenario.seed() ^ session.value().hashCode());
    }

    void appearSometimes() {
        if (world.scenario.bus() != Scenario.Bus.RIVALS || world.isHealed() || chance.percent(40)) {
            return;
        }
        jvm.later(chance.skewed(0, world.scenario.timing().leaseNanos()), () -> {
            world.tally.add(Kind.RIVAL_DEPLOYERS);
            world.say(() -> jvm + " has a rival deployer for " + session);
            String address = new Addresses(Addresses.DEFAULT_PREFIX).term(session);
            jvm.vertx.eventBus().<JsonObject>localConsumer(address, this::answer);
        });
    }

    private void answer(Message<JsonObject> message) {
        TermRequest request = TermRequest.from(message.body());
        TermId term = request.term();
        boolean begins = request.action() == TermRequest.Action.BEGIN;
        if (begins) {
            begun.add(term);
        }
        world.tally.add(Kind.RIVAL_ANSWERS);
        world.say(() -> jvm + " asks the rival deployer to " + request.action() + " " + term);
        if (!world.isHealed() && chance.percent(50)) {
            answerBadly(message, term);
        } else if (begins) {
            if (world.referee.actsElsewhere(term)) {
                running.add(term);
            }
            reply(message, TermRequest.deployed());
        } else if (begun.contains(term)) {
            if (running.remove(term)) {
                world.referee.acted(term);
            }
            reply(message, TermRequest.drained());
        } else {
            message.fail(TermRequest.NOT_BEGUN, "it was somebody else");
        }
    }

    private void answerBadly(Message<JsonObject> message, TermId term) {
        jvm.candidates.get(term.component()).unwilling(Long.MAX_VALUE);
        world.effectIn(world.scenario.startHangsNanos() + 2 * world.scenario.overrunNanos());
        switch ((int) chance.between(0, 3)) {
            case 0 -> {} // He says nothing.
            case 1 -> message.fail(TermRequest.FAILED, "it went wrong");
            case 2 ->
                reply(
                        message,
                        chance.pick(Arrays.<Object>asList(
                                null,
                                new JsonObject(),
                                new JsonObject().put("deployed", false).put("drained", false),
                                new JsonObject().put("deployed", "true").put("drained", "true"))));
            default -> {
                if (begun.contains(term) && !running.contains(term)) {
                    // What he says of his own is true, and late.
                    world.effectIn(2 * world.scenario.overrunNanos());
                    jvm.later(world.lateness(), () -> message.reply(TermRequest.drained()));
                } else {
                    throw new UserError("a deployer throws");
                }
            }
        }
    }

    private void reply(Message<JsonObject> message, Object answer) {
        jvm.later(chance.between(0, 5_000_000), () -> message.reply(answer));
    }
}
