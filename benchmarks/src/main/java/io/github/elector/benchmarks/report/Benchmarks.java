// SPDX-License-Identifier: Apache-2.0
package io.github.elector.benchmarks.report;

import java.io.IOException;
import java.util.Arrays;
import picocli.CommandLine;

/**
 * The program of {@code benchmarks.jar}: JMH, as people know it, and next to it the command {@code report}, which measures
 * whole elections side by side with those of others.
 */
public final class Benchmarks {
    private Benchmarks() {}

    /** Arguments of JMH, or {@code report} and its options. */
    public static void main(String[] args) throws IOException {
        if (args.length > 0 && args[0].equals("report")) {
            System.exit(new CommandLine(new Report()).execute(Arrays.copyOfRange(args, 1, args.length)));
        }
        org.openjdk.jmh.Main.main(args);
    }
}
