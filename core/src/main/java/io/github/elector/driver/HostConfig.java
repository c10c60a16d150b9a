// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.ElectorOptions;
import io.github.elector.OverrunPolicy;
import io.github.elector.lease.NodeName;
import io.github.elector.lease.Timing;
import io.github.elector.notice.Addresses;
import io.github.elector.notice.Metadata;
import io.github.elector.store.StoreConfig;
import org.jspecify.annotations.Nullable;

/**
 * What the electors of one host have in common; equal for options that may share a session.
 *
 * @param node the replica's name
 * @param timing the durations
 * @param startMillis how long work may take to start
 * @param addresses of the event bus
 * @param store where the leases are
 * @param overrun what happens when work does not end in time
 * @param trustsDatabaseClock whether a holder that is silent by the database's clock counts as dead at first sight
 * @param campaigns whether it may lead; else it only looks
 * @param commands whether it does what is asked for on the command addresses
 * @param remoteCommands whether also what other processes ask for
 * @param clustered whether other processes hear of it
 * @param metadata what its sessions advertise, as it is written; null for nothing
 */
record HostConfig(
        NodeName node,
        Timing timing,
        long startMillis,
        Addresses addresses,
        StoreConfig store,
        OverrunPolicy overrun,
        boolean trustsDatabaseClock,
        boolean campaigns,
        boolean commands,
        boolean remoteCommands,
        boolean clustered,
        @Nullable String metadata) {

    static HostConfig of(ElectorOptions options, String storeUri) {
        Timing timing = options.timing();
        NodeName node = new NodeName(options.getNode());
        return new HostConfig(
                node,
                timing,
                options.getStart(),
                new Addresses(options.getPrefix()),
                new StoreConfig(storeUri, options.getStore(), "vertx-elector " + node, timing.storeTimeoutNanos()),
                options.getOverrun(),
                options.isTrustDatabaseClock(),
                options.isCampaign(),
                options.isCommands(),
                options.isRemoteCommands(),
                options.isClustered(),
                Metadata.write(options.getMetadata()));
    }
}
