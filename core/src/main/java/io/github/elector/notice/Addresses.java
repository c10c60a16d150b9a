// SPDX-License-Identifier: Apache-2.0
package io.github.elector.notice;

import io.github.elector.lease.ComponentName;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.SessionId;
import io.github.elector.lease.Shown;
import java.util.regex.Pattern;

/**
 * The event-bus addresses of an elector. A component's name is the whole rest of an address, so names with dots do not
 * collide.
 *
 * @param prefix what they all begin with, {@value #DEFAULT_PREFIX} unless configured
 */
public record Addresses(String prefix) {
    /** The prefix unless another is configured. */
    public static final String DEFAULT_PREFIX = "elector";

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-]{1,64}(\\.[A-Za-z0-9_-]{1,64}){0,7}");

    public Addresses {
        if (prefix == null || !ALLOWED.matcher(prefix).matches()) {
            throw new IllegalArgumentException("address prefix '" + Shown.text(prefix)
                    + "' must be words of A-Z a-z 0-9 _ - joined by dots, such as '" + DEFAULT_PREFIX
                    + "' or 'billing.elector'");
        }
    }

    /** Where {@code begin} and {@code end} of this session's terms are requested; local, point to point. */
    public String term(SessionId session) {
        return prefix + ".term." + session;
    }

    /** Where {@link Notice}s about a component are published. */
    public String event(ComponentName component) {
        return prefix + ".event." + component;
    }

    /** Where a {@link CommandRequest} can be sent to this process, if its option {@code commands} is on; local. */
    public String command(ComponentName component) {
        return prefix + ".command." + component;
    }

    /**
     * Where a {@link CommandRequest} can be sent to a node from anywhere on a clustered bus, if that node's option
     * {@code remoteCommands} is on. Neither name can hold an {@code @}.
     */
    public String command(ComponentName component, NodeName node) {
        return prefix + ".command." + component + "@" + node;
    }

    /** Where processes with the option {@code clustered} tell each other of a {@link ReleaseHint}. */
    public String hint() {
        return prefix + ".hint";
    }

    /**
     * Where to send what the leader of a component shall do. Nothing of the elector listens there: the work of a term
     * registers a consumer, which Vert.x takes away with it, so that it is answered only while somebody leads.
     */
    public String leader(ComponentName component) {
        return prefix + ".leader." + component;
    }

    /** Where the present {@link StateReply} of a component can be requested. */
    public String state(ComponentName component) {
        return prefix + ".state." + component;
    }
}
