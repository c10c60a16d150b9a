// SPDX-License-Identifier: Apache-2.0
package io.github.elector.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

@Timeout(60)
class CommandLineTest {
    private static final String SECRET = "open-sesame";
    private static final String URI = "postgresql://me:" + SECRET + "@localhost:1/none";

    private record Outcome(int code, String errors) {
        void isRefusal(String... parts) {
            assertThat(code).isEqualTo(2);
            assertThat(errors.strip())
                    .doesNotContain("\n")
                    .doesNotContain(SECRET)
                    .contains(parts);
        }
    }

    @Test
    void unknownFlagIsNamedWithTheKnownOnes() {
        run("--frobnicate").isRefusal("'--frobnicate' is no option here", "--db", "--json", "--help");
        run("replica", "--lesae=3s").isRefusal("'--lesae' is no option here", "--lease");
    }

    @Test
    void unknownFlagBehindComponentsIsNoComponent() {
        run("replica", "--db", URI, "--node=a", "--component", "b", "--lesae", "5s")
                .isRefusal("'--lesae' is no option here", "--lease");
        run("replica", "--db", URI, "--node=a", "--component", "b", "c", "--lesae=5s")
                .isRefusal("'--lesae' is no option");
        run("replica", "--db", URI, "--node=a", "--component", "b", "-x").isRefusal("'-x' is no option");
    }

    @Test
    void unknownFlagIsNoValueOfAnyOption() {
        CommandLine root = Demo.commandLine();
        List<CommandLine> all = new ArrayList<>(root.getSubcommands().values());
        all.add(root);

        for (CommandLine command : all) {
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.arity().max() > 0) {
                    List<String> arguments = new ArrayList<>(List.of(option.longestName(), "--lesae"));
                    if (command != root) {
                        arguments.add(0, command.getCommandName());
                    }
                    run(arguments.toArray(String[]::new))
                            .isRefusal("'--lesae' is no option here and no value of " + option.longestName());
                }
            }
        }
    }

    @Test
    void unknownCommandIsNamedWithTheKnownOnes() {
        run("relpica").isRefusal("'relpica' is not expected here", "replica", "handover");
    }

    @Test
    void missingOptionsAreNamed() {
        run("replica", "--db", URI).isRefusal("missing --node NAME, --component NAME");
    }

    @Test
    void missingDatabaseIsSaid() {
        run("replica", "--node=a", "--component=b").isRefusal("no database given", "--db", "ELECTOR_DB");
    }

    @Test
    void passwordBehindAMisspelledFlagIsNotRepeated() {
        run("replica", "--bd", URI).isRefusal("'--bd'");
        run("replica", "--bd=" + URI).isRefusal("'--bd'");
        run("replica", "--component", "b", "--bd=" + URI).isRefusal("'--bd'");
        run("replica", "--component", "b", "--db-key='" + SECRET).isRefusal("'--db-key'");
        run("replica", "--component", "b", "-'" + SECRET).isRefusal("an argument is no option here");
        run(URI).isRefusal("an argument is not expected here");
        run("--json", "host=localhost password=" + SECRET).isRefusal("'host' is not expected here");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oracle://me:open-sesame@localhost/none",
                "mysql://me:open-sesame@localhost:port/none",
                "postgresql://me:open-sesame@localhost:port/none",
                "postgresql//me:open-sesame@localhost",
                "open-sesame",
                "host=localhost password=open-sesame"
            })
    void uriThatCannotBeUsedIsRefusedWithTheRightForm(String uri) {
        run("replica", "--node=a", "--component=b", "--db", uri).isRefusal("--db", "postgresql://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "s", "3 s", "1.5s", "soon", "3sec", ""})
    void textThatIsNoDurationIsRefusedWithTheRightForm(String text) {
        replicaWith("--lease=" + text).isRefusal("'" + text + "' is no duration", "500ms, 3s or 1m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--lease=0s", "--renew=0ms", "--retry=0h", "--stop=0s"})
    void durationThatIsNotPositiveIsRefused(String option) {
        replicaWith(option).isRefusal("must be positive");
    }

    @Test
    void negativeDurationIsNoValue() {
        replicaWith("--lease=-1s").isRefusal("'-1s' is no option here and no value of --lease");
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999999999999h", "9223372036854775807ms", "25h"})
    void durationThatIsTooLongIsRefused(String text) {
        assertThat(replicaWith("--lease=" + text).code()).isEqualTo(2);
    }

    @Test
    void durationsThatDoNotFitTogetherAreRefusedWithTheArithmetic() {
        replicaWith("--renew=5s").isRefusal("renew (5 s)", "lease × 0.998 − stop", "shorten renew or stop");
        replicaWith("--stop=3s").isRefusal("stop (3 s) must be shorter than lease");
        replicaWith("--retry=4s").isRefusal("retry (4 s) must not be longer than lease (3 s)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a'b", "a\"b", "a\u0000b", "a\u202eb", "a\ud83d\ude00b", "a\ud800b", "a\nb", "é"})
    void nameWithOtherCharactersIsRefused(String name) {
        run("replica", "--db", URI, "--component=b", "--node", name).isRefusal("A-Z a-z 0-9 . _ : / -");
        run("replica", "--db", URI, "--node=a", "--component", name).isRefusal("A-Z a-z 0-9 . _ : / -");
    }

    @Test
    void nameThatIsTooLongIsRefused() {
        run("replica", "--db", URI, "--component=b", "--node", "n".repeat(129)).isRefusal("128 at most");
    }

    @Test
    void componentThatIsNamedTwiceIsRefused() {
        run("replica", "--db", URI, "--node=a", "--component", "b", "b").isRefusal("named twice");
    }

    @Test
    void numberOutOfRangeIsRefused() {
        run("handover", "--rounds=0").isRefusal("--rounds (0) must be between 1 and");
        run("handover", "--rounds=many").isRefusal("--rounds", "many");
        run("takeover", "--kills=0").isRefusal("--kills (0) must be between 1 and");
        run("first-election", "--components=-1").isRefusal("--components (-1) must be between 1 and");
        run("nemesis", "--changes=0").isRefusal("--changes (0) must be between 1 and");
        run("nemesis", "--replicas=2").isRefusal("--replicas (2) must be between 3 and");
        run("nemesis", "--components=0").isRefusal("--components (0) must be between 1 and");
        run("nemesis", "--for=10ms").isRefusal("--for (10 ms) must be at least 1 s");
        run("nemesis", "--lease=10ms").isRefusal("lease (10.0 ms) must be between 100.0 ms and");
        run("soak", "--components=0").isRefusal("--components (0) must be between 1 and");
        run("soak", "--for=10ms").isRefusal("--for (10 ms) must be at least 1 s");
        run("many", "--components=0").isRefusal("--components (0) must be between 1 and");
        run("many", "--for=10ms").isRefusal("--for (10 ms) must be at least 1 s");
        run("many", "--lease=10ms").isRefusal("lease (10.0 ms) must be between 100.0 ms and");
        run("registry", "--instances=0").isRefusal("--instances (0) must be between 1 and");
        run("registry", "--lists=0").isRefusal("--lists (0) must be between 1 and");
        run("registry", "--registrations=0").isRefusal("--registrations (0) must be between 1 and");
        run("registry", "--takeovers=0").isRefusal("--takeovers (0) must be between 1 and");
        run("registry", "--instances=10", "--taken-over=11").isRefusal("--taken-over (11) must be between 1 and 10");
    }

    @Test
    void addressOfARegistryWithoutAPortIsRefused() {
        run("registry", "--zookeeper=").isRefusal("must be host:port");
    }

    @Test
    void unknownWayToCompileIsRefusedWithTheKnownOnes() {
        run("handover", "--jvm=slow").isRefusal("--jvm", "default, quick");
    }

    @Test
    void sourcesThatCannotBeAreRefused() {
        replicaWith("--zookeeper=host:port:more")
                .isRefusal("the address of the registry of mesh 'default' must be host:port");
        replicaWith("--console=elsewhere:80:1").isRefusal("--console", "write a port, such as 8080");
        run("replica", "--db", URI, "--node=a", "--component=engine", "--zookeeper=localhost:1", "--engine=vm")
                .isRefusal("--engine is no JSON object: write it as {\"type\":\"vm\"}");
        run(
                        "replica",
                        "--db",
                        URI,
                        "--node=a",
                        "--component=engine",
                        "--zookeeper=localhost:1",
                        "--engine={\"type\":\"docker\"}")
                .isRefusal("--engine.type must be vm or kubernetes");
        run("provider", "--zookeeper=localhost:1").isRefusal("-Ddubbo.application is missing: put it in front of -jar");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        CommandLine root = Demo.commandLine();
        List<CommandLine> all = new ArrayList<>(root.getSubcommands().values());
        all.add(root);

        for (CommandLine command : all) {
            String help = command.getUsageMessage();
            assertThat(help).contains("Example", "-jar elector-demo.jar", "Exit code");
            assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        }
    }

    private static Outcome replicaWith(String option) {
        return run("replica", "--db", URI, "--node=a", "--component=b", option);
    }

    private static Outcome run(String... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine program = Demo.commandLine().setErr(new PrintWriter(errors, true));
        int code = program.execute(arguments);
        assertThat(errors.toString()).as(Arrays.toString(arguments)).isNotBlank();
        return new Outcome(code, errors.toString());
    }
}
