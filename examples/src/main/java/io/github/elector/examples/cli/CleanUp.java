// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cli;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the latest first, also when the JVM is told to end: no process and no folder stays behind. */
public final class CleanUp implements AutoCloseable {
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final Thread hook = new Thread(this::closeAll, "elector-demo-clean-up");
    private boolean closed;

    /** Nothing is opened yet. Make one for each run, and close it: it hooks the end of the JVM. */
    public CleanUp() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Closes this too; at once if everything was closed already. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        opened.push(resource);
        if (closed) {
            closeAll();
        }
        return resource;
    }

    @Override
    public void close() {
        closeAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // It runs already, and finds nothing left.
        }
    }

    private synchronized void closeAll() {
        closed = true;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failure) {
                System.err.println("could not clean up: " + Secrets.hidden(String.valueOf(failure.getMessage())));
            }
        }
    }
}
