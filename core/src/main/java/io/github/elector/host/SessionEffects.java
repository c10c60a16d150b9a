// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.lease.NodeName;
import io.github.elector.lease.Timing;
import io.github.elector.session.SessionCommand;
import io.github.elector.store.SessionOpening;
import io.github.elector.time.Moment;
import java.util.List;

/** Turns what sessions want into commands of the host, and tells elections and looks what it means for them. */
final class SessionEffects {
    private static final long MILLI = 1_000_000;

    private final NodeName node;
    private final Timing timing;
    private final Elections elections;
    private final Lookout lookout;
    private final Outbox outbox;

    SessionEffects(NodeName node, Timing timing, Elections elections, Lookout lookout, Outbox outbox) {
        this.node = node;
        this.timing = timing;
        this.elections = elections;
        this.lookout = lookout;
        this.outbox = outbox;
    }

    /** In this order. */
    void run(List<SessionCommand> commands, Moment now) {
        commands.forEach(command -> command.runBy(new At(now)));
    }

    private final class At implements SessionCommand.Runner {
        private final Moment now;

        At(Moment now) {
            this.now = now;
        }

        @Override
        public void open(SessionCommand.Open command) {
            // Rounded up: others must not wait for less than this session counts with.
            long leaseMillis = (timing.leaseNanos() + MILLI - 1) / MILLI;
            outbox.add(new HostCommand.OpenSession(
                    new SessionOpening(command.session(), node, leaseMillis, timing.renewNanos() / MILLI)));
        }

        @Override
        public void heartbeat(SessionCommand.Heartbeat command) {
            outbox.add(new HostCommand.Heartbeat(command.session(), command.attempt()));
        }

        @Override
        public void extend(SessionCommand.Extend command) {
            outbox.add(new HostCommand.Extend(command.session(), command.grant()));
            lookout.onExtended(now);
        }

        @Override
        public void lapse(SessionCommand.Lapse command) {
            outbox.add(new HostCommand.SessionOver(command.session(), command.reason()));
            elections.endAll(command.session(), command.reason(), now.nanos());
        }

        @Override
        public void close(SessionCommand.Close command) {
            outbox.add(new HostCommand.CloseSession(command.session(), command.attempt()));
        }
    }
}
