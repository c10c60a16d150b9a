// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A schedule is its seed: the same to the byte whenever and wherever it is run. */
class ReplayTest {
    private static final long FIRST = 700_000;
    private static final int SCHEDULES = 25;

    @Test
    void aSeedMakesTheSameScheduleInThisProcessAndInAnother() throws Exception {
        String once = fingerprint();
        String again = fingerprint();
        String elsewhere = inAnotherProcess();

        assertThat(again).as("a second time").isEqualTo(once);
        assertThat(elsewhere).as("in another process").isEqualTo(once);
    }

    /** Run by another process. */
    public static void main(String[] arguments) throws Exception {
        System.out.print(fingerprint());
    }

    private static String fingerprint() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (long seed = FIRST; seed < FIRST + SCHEDULES; seed++) {
            Transcript transcript = Transcript.kept();
            Tally tally = new World(seed, transcript).run();
            digest.update(transcript.tail(Integer.MAX_VALUE).getBytes(StandardCharsets.UTF_8));
            digest.update(tally.toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String inAnotherProcess() throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ReplayTest.class.getName());
        Process other = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).as("exit code of the other process").isZero();
        return printed;
    }
}
