// SPDX-License-Identifier: Apache-2.0
package io.github.elector.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    @Test
    void tellsHowItEndedAndWhatItPrinted() {
        assertThat(ChildJvm.run(Child.class, "ends")).isEqualTo(new ChildJvm.Outcome(7, List.of("begun")));
    }

    @Test
    void aChildThatDoesNotEndIsEndedAndItsThreadsAreTold() {
        assertThatThrownBy(() -> ChildJvm.run(
                        Duration.ofSeconds(10), System.getProperty("java.class.path"), Child.class, "waits"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(
                        "Child [waits] did not end within 10 s; it logged:\nlogged\nand printed:\nbegun\n")
                .hasMessageContaining("at " + Child.class.getName() + ".main(");
        assertThat(ProcessHandle.current().children()).noneMatch(ChildJvmTest::isOurs);
    }

    private static boolean isOurs(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().orElse("").contains(Child.class.getName());
    }

    /** Prints, logs, and ends if it is asked to. */
    static final class Child {
        private Child() {}

        public static void main(String[] how) throws InterruptedException {
            System.out.println("begun");
            System.err.println("logged");
            if (how[0].equals("ends")) {
                System.exit(7);
            }
            new CountDownLatch(1).await();
        }
    }
}
