// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.console;

import io.github.elector.lease.ComponentName;
import io.github.elector.notice.Addresses;
import java.util.List;

/**
 * What a console shows, and where it finds it.
 *
 * @param node the name of the replica that serves it
 * @param components what that replica campaigns for; notices about them are listened to
 * @param addresses where its electors publish their notices
 * @param cluster what the others do; closed with the console
 * @param instances what is in the tables of Discovery and Engine; closed with the console
 */
public record Watched(
        String node, List<String> components, Addresses addresses, ClusterReader cluster, InstanceSource instances) {
    public Watched {
        components = List.copyOf(components);
        components.forEach(ComponentName::new);
    }

    /** With the usual addresses, and without instances. */
    public Watched(String node, List<String> components, ClusterReader cluster) {
        this(node, components, new Addresses(Addresses.DEFAULT_PREFIX), cluster, InstanceSource.none());
    }

    /** The same with instances. */
    public Watched with(InstanceSource source) {
        return new Watched(node, components, addresses, cluster, source);
    }
}
