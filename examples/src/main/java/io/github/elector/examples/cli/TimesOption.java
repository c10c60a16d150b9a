// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import io.github.elector.ElectorOptions;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Option;

/** The times of an election; short ones unless said otherwise, so that a takeover can be watched. */
public final class TimesOption {
    private static final Duration BESIDES_LEASES = Duration.ofSeconds(20);

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "3s",
            description = "A silent leader is replaced after this (${DEFAULT-VALUE}).")
    private Duration lease = Duration.ofSeconds(3);

    @Option(
            names = "--renew",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "1s",
            description = "Time between heartbeats (${DEFAULT-VALUE}).")
    private Duration renew = Duration.ofSeconds(1);

    @Option(
            names = "--retry",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "500ms",
            description = "Longest time between looks of a standby (${DEFAULT-VALUE}).")
    private Duration retry = Duration.ofMillis(500);

    @Option(
            names = "--stop",
            paramLabel = "TIME",
            converter = DurationOption.class,
            defaultValue = "500ms",
            description = "How long work may take to stop (${DEFAULT-VALUE}).")
    private Duration stop = Duration.ofMillis(500);

    /** These times, for a command that has other options for them. */
    public static TimesOption of(Duration lease, Duration renew, Duration retry, Duration stop) {
        TimesOption times = new TimesOption();
        times.lease = lease;
        times.renew = renew;
        times.retry = retry;
        times.stop = stop;
        return times;
    }

    /** After this a silent leader is replaced. */
    public Duration lease() {
        return lease;
    }

    /** From heartbeat to heartbeat. */
    public Duration renew() {
        return renew;
    }

    /** How long work may take to stop. */
    public Duration stop() {
        return stop;
    }

    /**
     * How long to wait for anything of an election before it is called a failure: too short, and what only takes its time
     * fails; too long, and what hangs is reported late. A first election and a takeover may each wait for a lease.
     */
    public Duration patience() {
        return BESIDES_LEASES.plus(lease.multipliedBy(2));
    }

    /**
     * The same in the options of an elector.
     *
     * @throws IllegalArgumentException if they do not fit together
     */
    public ElectorOptions applyTo(ElectorOptions options) {
        options.setLease(lease).setRenew(renew).setRetry(retry).setStop(stop).timing();
        return options;
    }

    /** The same on the command line of another process. */
    public List<String> arguments() {
        return List.of(
                "--lease=" + lease.toMillis() + "ms",
                "--renew=" + renew.toMillis() + "ms",
                "--retry=" + retry.toMillis() + "ms",
                "--stop=" + stop.toMillis() + "ms");
    }
}
