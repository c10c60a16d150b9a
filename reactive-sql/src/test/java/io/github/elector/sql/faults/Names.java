// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.faults;

import java.util.concurrent.atomic.AtomicLong;

/** Names nobody used on any server before; short enough for the user of an old MySQL. */
final class Names {
    private static final String RUN = Long.toString(System.currentTimeMillis() % 1_000_000_000_000L, 36)
            + Long.toString(ProcessHandle.current().pid(), 36);
    private static final AtomicLong NUMBER = new AtomicLong();

    private Names() {}

    static String fresh() {
        return "faults_" + RUN + "_" + NUMBER.incrementAndGet();
    }
}
