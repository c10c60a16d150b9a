// SPDX-License-Identifier: Apache-2.0
package io.github.elector.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.elector.testing.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A schedule is its seed: the same to the byte whenever and wherever it is run. */
class ReplayTest {
    private static final long FIRST = 700_000;
    private static final int SCHEDULES = 10;

    @Test
    void aSeedMakesTheSameScheduleInThisProcessAndInAnother() throws Exception {
        String once = fingerprint();
        String again = fingerprint();
        ChildJvm.Outcome elsewhere = ChildJvm.run(ReplayTest.class);

        assertThat(again).as("a second time").isEqualTo(once);
        assertThat(elsewhere.status()).as("exit code of the other process").isZero();
        assertThat(elsewhere.lines()).as("in another process").containsExactly(once);
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
}
