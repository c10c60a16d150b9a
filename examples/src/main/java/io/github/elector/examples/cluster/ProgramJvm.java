// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples.cluster;

import io.github.elector.examples.database.DatabaseUri;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** This program in a JVM of its own, of the same class path as this one. */
public final class ProgramJvm {
    // By its name: that class knows every command, so no command may know it.
    private static final String MAIN = "io.github.elector.examples.Demo";

    private ProgramJvm() {}

    /**
     * A replica that is not started yet.
     *
     * @param node goes behind the command as its {@code --node}
     * @param database goes into the environment
     * @param jvm options of the JVM
     * @param command and its other arguments
     */
    public static ProcessBuilder of(String node, DatabaseUri database, List<String> jvm, List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of("--node", node));
        ProcessBuilder builder = of(jvm, words);
        // The process list shows arguments to everyone, and the environment to its owner.
        builder.environment().put(DatabaseUri.VARIABLE, database.secretText());
        return builder;
    }

    /**
     * Any command, not started yet.
     *
     * @param jvm options of the JVM
     * @param command and its arguments
     */
    public static ProcessBuilder of(List<String> jvm, List<String> command) {
        List<String> words = new ArrayList<>();
        words.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        // No file for performance counters: a process that is killed leaves it behind.
        words.add("-XX:-UsePerfData");
        words.addAll(jvm);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN));
        words.addAll(command);
        return new ProcessBuilder(words);
    }
}
