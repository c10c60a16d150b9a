// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

import io.github.elector.examples.engine.source.Driver;
import io.github.elector.examples.engine.source.ListWatch;
import io.github.elector.examples.engine.source.Settings;
import io.vertx.core.Vertx;
import java.util.Set;

/**
 * Runtime instances are the JVMs of this host that say by {@link Markers} what they are.
 *
 * <p>It sees one host, so all replicas that campaign have to be on it: a leader elsewhere would find none of these
 * processes and delete their rows.
 *
 * @param markers by which properties providers are known
 * @param address of this host, for providers that name none
 * @param scanMillis how often to look for new processes: a new one is found that much later at most, and a look reads the
 *     command lines of all processes
 * @param checkMillis how often to look whether the known ones still run
 * @param keptChanges so many changes are kept for who watches from an earlier revision
 */
public record VmDriver(Markers markers, String address, long scanMillis, long checkMillis, int keptChanges)
        implements Driver {
    private static final long SCAN_MILLIS = 1_000;
    private static final long CHECK_MILLIS = 100;
    private static final int KEPT_CHANGES = 1_000;

    public VmDriver {
        if (scanMillis < 1 || checkMillis < 1 || keptChanges < 1) {
            throw new IllegalArgumentException("scan (" + scanMillis + " ms), check (" + checkMillis
                    + " ms) and kept changes (" + keptChanges + ") must be 1 at least");
        }
    }

    /** As usual, with the first address of this host that others can reach. */
    public static VmDriver standard() {
        return new VmDriver(Markers.DEFAULT, HostAddress.find(), SCAN_MILLIS, CHECK_MILLIS, KEPT_CHANGES);
    }

    /**
     * From a configuration: {@code {"address":"10.0.0.7","scan":1000,"check":100}}, all optional.
     *
     * @throws IllegalArgumentException if something in it cannot be used; the message names the key
     */
    public static VmDriver from(Settings settings) {
        settings.allowOnly(Set.of("address", "scan", "check"));
        return new VmDriver(
                Markers.DEFAULT,
                settings.text("address").orElseGet(HostAddress::find),
                settings.number("scan", 100, 60_000, SCAN_MILLIS),
                settings.number("check", 20, 60_000, CHECK_MILLIS),
                KEPT_CHANGES);
    }

    @Override
    public ListWatch open(Vertx vertx) {
        return new VmListWatch(vertx, this, ProcessTable.ofThisHost());
    }
}
