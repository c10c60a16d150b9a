// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.Host;
import io.github.elector.host.Position;
import io.github.elector.lease.TermId;
import io.github.elector.notice.CommandRequest;
import io.github.elector.time.Clock;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does what is asked for on the command address of a component, if commands are on: local requests only, unless remote
 * ones are on too, so many in ten seconds, and each that is done is told with who wanted it and why. On the host's context
 * only.
 */
final class Commands {
    /** In ten seconds, of one component. */
    static final int MOST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Vertx vertx;
    private final HostConfig config;
    private final Clock clock;
    private final Host host;
    private final Turns turns;
    private final Announcer announcer;

    /** How many of one component were accepted since the beginning of the window. */
    private static final class Rate {
        private long sinceNanos;
        private int accepted;

        boolean allows(long nowNanos) {
            if (accepted == 0 || nowNanos - sinceNanos >= WINDOW_NANOS) {
                sinceNanos = nowNanos;
                accepted = 0;
            }
            return accepted < MOST;
        }
    }

    /** Why a command is not done. */
    private record Refusal(int code, String message) {}

    Commands(Vertx vertx, HostConfig config, Clock clock, Host host, Turns turns, Announcer announcer) {
        this.vertx = vertx;
        this.config = config;
        this.clock = clock;
        this.host = host;
        this.turns = turns;
        this.announcer = announcer;
    }

    /** Answers for this campaign from now on, if commands are on; until the consumer is unregistered. */
    void listen(Campaign campaign) {
        if (!config.commands()) {
            return;
        }
        Rate rate = new Rate();
        Handler<Message<Object>> answering = message -> answer(campaign, rate, message);
        campaign.commandConsumers.add(
                vertx.eventBus().localConsumer(config.addresses().command(campaign.component), answering));
        if (config.remoteCommands()) {
            campaign.commandConsumers.add(vertx.eventBus()
                    .consumer(config.addresses().command(campaign.component, config.node()), answering));
        }
    }

    private void answer(Campaign campaign, Rate rate, Message<?> message) {
        CommandRequest command;
        try {
            command = CommandRequest.from(Received.body(message));
        } catch (IllegalArgumentException notOne) {
            message.fail(CommandRequest.NO_REQUEST, notOne.getMessage());
            return;
        }
        Refusal refusal = refusal(campaign, rate, command);
        if (refusal != null) {
            message.fail(refusal.code(), "component '" + campaign.component + "': " + refusal.message());
            return;
        }
        rate.accepted++;
        LOG.info("component '" + campaign.component + "': told to "
                + command.action().text()
                + (command.stayOutMillis() == 0 ? "" : " and stay out for " + command.stayOutMillis() + " ms") + " by '"
                + command.by() + "': " + command.why());
        // First: what follows from it is told after it.
        announcer.commanded(campaign.component, command);
        turns.on(now -> switch (command.action()) {
            case STEP_DOWN ->
                host.resign(campaign.component, TimeUnit.MILLISECONDS.toNanos(command.stayOutMillis()), now);
            case OBSERVE -> host.resign(campaign.component, ComponentElector.LONGEST_STAY.toNanos(), now);
            case CAMPAIGN -> host.campaign(campaign.component, now);
        });
        message.reply(CommandRequest.accepted());
    }

    private @Nullable Refusal refusal(Campaign campaign, Rate rate, CommandRequest command) {
        Position position = host.position(campaign.component);
        if (turns.areStopped() || position == null) {
            return new Refusal(CommandRequest.CONFLICT, "its elector has stopped");
        }
        if (!config.campaigns()) {
            return new Refusal(
                    CommandRequest.CONFLICT, "this process only observes it, since its option campaign is false");
        }
        TermId leader = position.leader();
        if (command.term() != null && (leader == null || leader.number() != command.term())) {
            return new Refusal(
                    CommandRequest.CONFLICT,
                    "the command is for term " + command.term() + ", but "
                            + (leader == null ? "nobody leads" : "term " + leader.number() + " leads")
                            + " as far as this process knows: ask for the state, and command again if it is still wanted");
        }
        return rate.allows(clock.now().nanos())
                ? null
                : new Refusal(
                        CommandRequest.TOO_MANY,
                        "more than " + MOST + " commands in " + TimeUnit.NANOSECONDS.toSeconds(WINDOW_NANOS)
                                + " s: wait, and command again if it is still wanted");
    }
}
