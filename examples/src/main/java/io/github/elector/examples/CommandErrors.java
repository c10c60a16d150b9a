// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import io.github.elector.examples.cli.Secrets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line on standard error what is wrong with a command line, or what failed; never repeats a password. */
final class CommandErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final int SHOWN_LENGTH = 40;
    private static final Pattern IN_PLACE_OF_VALUE = Pattern.compile(
            "(?s)Unknown option: '(?<argument>-.*)'; Expected parameter for option '(?<option>--?[a-z-]+)'");

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        return tell(problem.getCommandLine(), explain(problem), CommandLine.ExitCode.USAGE);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return failure instanceof IllegalArgumentException
                ? tell(command, message, CommandLine.ExitCode.USAGE)
                : tell(command, message, CommandLine.ExitCode.SOFTWARE);
    }

    private static int tell(CommandLine command, String message, int code) {
        String name = command.getCommandSpec().qualifiedName();
        String more = code == CommandLine.ExitCode.USAGE ? " (more: " + name + " --help)" : "";
        command.getErr().println(name + ": " + Secrets.hidden(message) + more);
        command.getErr().flush();
        return code;
    }

    private static String explain(ParameterException problem) {
        List<String> unmatched = problem instanceof UnmatchedArgumentException known
                ? known.getUnmatched()
                : problem.getCommandLine().getUnmatchedArguments();
        if (!unmatched.isEmpty()) {
            return unknown(unmatched.get(0), "", problem.getCommandLine().getCommandSpec());
        }
        if (problem instanceof UnmatchedArgumentException) {
            return inPlaceOfValue(problem);
        }
        if (problem instanceof MissingParameterException missing) {
            return "missing "
                    + missing.getMissing().stream().map(CommandErrors::nameOf).collect(Collectors.joining(", "))
                    + ": give it a value";
        }
        return String.valueOf(problem.getMessage());
    }

    /** There picocli names the argument in its message only. If that ever reads otherwise, no argument is shown. */
    private static String inPlaceOfValue(ParameterException problem) {
        Matcher named = IN_PLACE_OF_VALUE.matcher(String.valueOf(problem.getMessage()));
        CommandLine.Model.CommandSpec command = problem.getCommandLine().getCommandSpec();
        return named.lookingAt()
                ? unknown(named.group("argument"), " and no value of " + named.group("option"), command)
                : unknown("", "", command);
    }

    private static String nameOf(CommandLine.Model.ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? option.longestName() + " " + option.paramLabel()
                : argument.paramLabel();
    }

    /** Names the flag and not what follows it: that may be a password in the wrong place. */
    private static String unknown(String argument, String besides, CommandLine.Model.CommandSpec command) {
        String flag = argument.split("[=\\s]", 2)[0];
        String shown = flag.matches("[A-Za-z0-9-]{1," + SHOWN_LENGTH + "}") ? "'" + flag + "'" : "an argument";
        String known = command.options().stream()
                .filter(option -> !option.hidden())
                .map(OptionSpec::longestName)
                .sorted()
                .collect(Collectors.joining(" "));
        List<String> subcommands =
                command.subcommands().keySet().stream().sorted().toList();
        return shown + (argument.startsWith("-") ? " is no option here" : " is not expected here") + besides + ": use "
                + (subcommands.isEmpty() ? "" : "one of the commands " + String.join(" ", subcommands) + " or ")
                + "one of the options " + known;
    }
}
