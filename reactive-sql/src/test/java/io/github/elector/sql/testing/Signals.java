// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes of ours, for machines that have them. */
public final class Signals {
    private Signals() {}

    /** The process does nothing any more until {@link #thaw}; to others it looks as if its machine had stopped. */
    public static void freeze(long pid) {
        send("-STOP", pid);
    }

    /** The process goes on where it was. */
    public static void thaw(long pid) {
        send("-CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill " + signal + " " + pid + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no signals on this machine", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + pid, interrupted);
        }
    }
}
