// SPDX-License-Identifier: Apache-2.0
package io.github.elector.sql;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Skips tests of programs this machine does not have, and says so: the build needs nothing but Java and Maven. */
final class Installed {
    private Installed() {}

    /** Goes on if the program was found; else the test is skipped, with a line for people. */
    static void orSkip(String what, Optional<Path> program) {
        if (program.isEmpty()) {
            String reason = "[elector] skipped, as this machine has no " + what + "; .ci/run installs it";
            System.err.println(reason);
            Assumptions.abort(reason);
        }
    }
}
