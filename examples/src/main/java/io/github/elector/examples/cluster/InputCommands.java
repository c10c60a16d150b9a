// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands a parent process sends to a replica, one a line: {@code resign COMPONENT MILLIS}.
 *
 * <p>Standard input ends when the parent does, however it ends; the replica then stops in order.
 */
public final class InputCommands {
    private static final Pattern RESIGN = Pattern.compile("resign (\\S+) (\\d{1,9})");

    private final InputStream in;
    private final RunningReplica replica;

    /** Reads nothing yet. */
    public InputCommands(InputStream in, RunningReplica replica) {
        this.in = in;
        this.replica = replica;
    }

    /** Obeys from now on, on a thread of its own; when the input ends, the process ends with 0. */
    public void start() {
        Thread thread = new Thread(this::readAll, "elector-demo-input");
        thread.setDaemon(true);
        thread.start();
    }

    /** What a parent writes for {@link #start} to read. */
    public static String resign(String component, Duration stayOut) {
        return "resign " + component + " " + stayOut.toMillis();
    }

    private void readAll() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                obey(line);
            }
        } catch (IOException gone) {
            // The same as its end.
        }
        System.exit(0);
    }

    private void obey(String line) {
        Matcher resign = RESIGN.matcher(line);
        if (resign.matches()) {
            replica.resign(resign.group(1), Duration.ofMillis(Long.parseLong(resign.group(2))));
        } else {
            System.err.println("not a command: write resign COMPONENT MILLIS");
        }
    }
}
