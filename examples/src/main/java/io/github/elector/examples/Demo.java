// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program in {@code elector-demo.jar}: a demonstration, and its parts as subcommands. */
@Command(
        name = "elector-demo",
        subcommands = {Replica.class},
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        usageHelpWidth = 80,
        header = "Leader election for Vert.x on the SQL database you already have.")
public final class Demo implements Runnable {
    @Override
    public void run() {}

    /** Ends with 0 if all went well, 1 if something failed, 2 if the command line cannot be used. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandErrors errors = new CommandErrors();
        return new CommandLine(new Demo())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
