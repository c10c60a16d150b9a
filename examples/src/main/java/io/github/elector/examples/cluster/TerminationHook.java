// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

/**
 * Makes SIGTERM a way to end in order: closes the replica, then ends the process with 0.
 *
 * <p>A JVM that was ended by a signal exits with 128 plus its number whatever its hooks do, unless one of them halts it.
 */
public final class TerminationHook {
    private final Thread thread;

    private TerminationHook(Thread thread) {
        this.thread = thread;
    }

    /** From now on, until it is removed. */
    public static TerminationHook install(RunningReplica replica) {
        Thread thread = new Thread(
                () -> {
                    replica.close();
                    System.out.flush();
                    System.err.flush();
                    Runtime.getRuntime().halt(0);
                },
                "elector-demo-stop");
        Runtime.getRuntime().addShutdownHook(thread);
        return new TerminationHook(thread);
    }

    /** The process ends by itself, with an exit code of its own. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(thread);
        } catch (IllegalStateException shuttingDown) {
            // A signal was faster: the hook runs, and ends the process.
        }
    }
}
