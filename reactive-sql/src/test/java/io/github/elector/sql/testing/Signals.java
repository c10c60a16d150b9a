// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

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

    /** The same for several at once; those that are gone by now are left out. */
    public static void freeze(List<Long> pids) {
        send("-STOP", pids);
    }

    /** The same for several at once; those that are gone by now are left out. */
    public static void thaw(List<Long> pids) {
        send("-CONT", pids);
    }

    /** Asks it to end, as Ctrl-C does. */
    public static void interrupt(long pid) {
        send("-INT", pid);
    }

    private static void send(String signal, long pid) {
        int exit = send(signal, List.of(pid));
        if (exit != 0) {
            throw new IllegalStateException("kill " + signal + " " + pid + " ended with " + exit);
        }
    }

    private static int send(String signal, List<Long> pids) {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("no signals on this machine", e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while signalling " + pids, interrupted);
        }
    }
}
