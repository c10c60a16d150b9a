// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.engine.vm;

/**
 * The processes of this host. Both acts read from the operating system and block for as long as that takes; they may be
 * called from any thread.
 */
interface ProcessTable {
    /** The best one for this operating system. */
    static ProcessTable ofThisHost() {
        return LinuxProcesses.areHere() ? new LinuxProcesses() : new HandleProcesses();
    }

    /** All of them. */
    ProcessScan scan();

    /** Whether this one still runs. One that has ended and is not yet fetched by its parent does not. */
    boolean runs(ProcessId id);
}
