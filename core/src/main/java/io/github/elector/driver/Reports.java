// SPDX-License-Identifier: Apache-2.0
package io.github.elector.driver;

import io.github.elector.host.HostCommand;
import io.github.elector.lease.ComponentName;
import io.github.elector.lease.EndReason;
import io.github.elector.metrics.HostMetrics;
import io.github.elector.store.LeaseStoreException;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Tells people what the host has to report: in the log, on the event bus, and by meters. On the host's context only. */
final class Reports implements HostCommand.Reporter {
    // What happens in a host is told in its name, whoever tells it.
    private static final Logger LOG = LoggerFactory.getLogger(HostDriver.class);
    private static final int NAME_SHOWN = 200;

    private final HostConfig config;
    private final StoreCalls store;
    private final Pulse pulse;
    private final Announcer announcer;
    private final Campaigns campaigns;
    private final RowComplaints complaints;
    private final HostMetrics metrics;
    /** Empty while the store does what it should. */
    private final Set<LeaseStoreException.Kind> toldOf = EnumSet.noneOf(LeaseStoreException.Kind.class);

    Reports(
            HostConfig config,
            StoreCalls store,
            Pulse pulse,
            Announcer announcer,
            Campaigns campaigns,
            RowComplaints complaints,
            HostMetrics metrics) {
        this.config = config;
        this.store = store;
        this.pulse = pulse;
        this.announcer = announcer;
        this.campaigns = campaigns;
        this.complaints = complaints;
        this.metrics = metrics;
    }

    /** No term of the session is valid any more. */
    void sessionOver(HostCommand.SessionOver command) {
        metrics.sessionOver(command.reason());
        LOG.warn("node '" + config.node() + "': session " + command.session() + " is over: " + command.reason()
                + (command.reason() == EndReason.STORE_UNREACHABLE ? failureText() : ""));
    }

    /** These were not there when the others were told. */
    void storeIsDown(List<ComponentName> components) {
        components.forEach(component -> announcer.store(component, false, failureKind()));
    }

    /** Its work did not end within the stop budget. */
    void overrun(HostCommand.Overrun command) {
        LOG.error("component '" + command.term().component() + "': the work of term "
                + command.term().number() + " did not end within "
                + TimeUnit.NANOSECONDS.toMillis(config.timing().stopNanos())
                + " ms; its lease is kept until an abandoned one would have lapsed");
        announcer.overrun(command.term());
        metrics.overran(command.term());
    }

    @Override
    public void reportLeader(HostCommand.ReportLeader command) {
        // Before it is published: who hears of it may ask at once.
        campaigns.notePosition(command.component());
        announcer.leader(
                command.component(), command.leader(), campaigns.metadataOf(command.component(), command.leader()));
    }

    @Override
    public void reportStore(HostCommand.ReportStore command) {
        pulse.storeIs(command.reachable());
        toldOf.clear();
        if (command.reachable()) {
            LOG.info("node '" + config.node() + "': the store answers again");
            campaigns.components().forEach(component -> announcer.store(component, true, null));
        } else {
            tellOfTrouble("the store does not do what it should, and is asked again with backoff");
        }
    }

    /**
     * Tells of each kind of trouble once until the store does what it should again: what somebody must mend may show only
     * when what heals by itself is over.
     */
    void storeFailed(LeaseStoreException failure) {
        if (!toldOf.isEmpty() && !toldOf.contains(failure.kind())) {
            tellOfTrouble("the store still does not do what it should, now for another reason");
        }
    }

    private void tellOfTrouble(String what) {
        LeaseStoreException failure = store.lastFailure();
        toldOf.add(failure == null ? LeaseStoreException.Kind.UNREACHABLE : failure.kind());
        LOG.warn("node '" + config.node() + "': " + what + failureText());
        campaigns.components().forEach(component -> announcer.store(component, false, failureKind()));
    }

    private String failureKind() {
        LeaseStoreException failure = store.lastFailure();
        return failure == null
                ? "unreachable"
                : failure.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String failureText() {
        LeaseStoreException failure = store.lastFailure();
        return failure == null ? "" : " (" + failure.kind() + ": " + failure.getMessage() + ")";
    }

    @Override
    public void reportRow(HostCommand.ReportRow command) {
        complaints.hear(command.what(), command.complaint());
    }

    @Override
    public void reportClosedEarly(HostCommand.ReportClosedEarly command) {
        // What stands in the row may be anybody's.
        String by = command.by().replaceAll("[^\\x21-\\x7e]", "?");
        LOG.error("node '" + config.node() + "': session " + command.session() + " was closed early by session '"
                + by.substring(0, Math.min(NAME_SHOWN, by.length())) + "', "
                + TimeUnit.NANOSECONDS.toMillis(command.sinceYesNanos())
                + " ms after a heartbeat that was answered yes, of a lease of "
                + TimeUnit.NANOSECONDS.toMillis(config.timing().leaseNanos())
                + " ms: compare the clocks of both machines, and of the database if somebody trusts it");
    }

    @Override
    public void reportBug(HostCommand.ReportBug command) {
        LOG.error(
                "component '" + command.component() + "': its election failed, and its term was ended", command.bug());
    }
}
