// SPDX-License-Identifier: Apache-2.0
package io.github.elector.host;

import io.github.elector.session.SessionState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands of one event, in order; claims of several elections travel together, after the rest. */
final class Outbox {
    private List<HostCommand> commands = new ArrayList<>();
    private List<HostCommand.Ask> asks = new ArrayList<>();

    void add(HostCommand command) {
        commands.add(command);
    }

    /** Only ever called while the host's session is alive: it is the one that asks. */
    void ask(HostCommand.Ask ask) {
        asks.add(ask);
    }

    List<HostCommand> take(@Nullable SessionState session) {
        if (!asks.isEmpty() && session != null) {
            commands.add(new HostCommand.Acquire(session.id(), asks));
            asks = new ArrayList<>();
        }
        if (commands.isEmpty()) {
            return List.of();
        }
        List<HostCommand> taken = commands;
        commands = new ArrayList<>();
        return taken;
    }
}
